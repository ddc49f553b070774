//! Requests as they come from the network: a body or a query string, and the headers that say what it is.
#![no_main]

use axum::{body::Body, http::Request};
use libfuzzer_sys::fuzz_target;
use vitrine_fuzz::shop;

const TYPES: [&str; 6] = [
    "application/json",
    "application/json; charset=utf-8",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/graphql",
    "",
];

fuzz_target!(|data: &[u8]| {
    let [kind, data @ ..] = data else { return };
    let request = match kind % 4 {
        0 => {
            // A path takes no byte that is no part of an address.
            let text: String = url::form_urlencoded::byte_serialize(data).collect();
            Request::get(format!("/graphql?query={text}")).body(Body::empty())
        }
        1 => {
            let text = String::from_utf8_lossy(data).replace([' ', '\n'], "+");
            Request::get(format!("/graphql?{text}")).body(Body::empty())
        }
        2 => {
            let text = String::from_utf8_lossy(data);
            let body = serde_json::json!({ "query": text }).to_string();
            Request::post("/graphql")
                .header("content-type", TYPES[0])
                .body(Body::from(body))
        }
        _ => {
            let content_type = TYPES[usize::from(kind / 4) % TYPES.len()];
            Request::post("/graphql")
                .header("content-type", content_type)
                .body(Body::from(data.to_vec()))
        }
    };
    if let Some(reply) = shop().send(request) {
        reply.checked();
    }
});
