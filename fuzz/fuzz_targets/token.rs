//! The `Authorization` header, and the other headers that say who asks for whom.
#![no_main]

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use libfuzzer_sys::fuzz_target;
use vitrine_fuzz::{ADMIN_KEY, shop};

fuzz_target!(|data: &[u8]| {
    let [kind, data @ ..] = data else { return };
    let (name, value) = match kind % 4 {
        0 => ("authorization", data.to_vec()),
        1 => ("authorization", [b"Bearer ".as_slice(), data].concat()),
        2 => (
            "authorization",
            [b"Bearer ".as_slice(), ADMIN_KEY.as_bytes(), data].concat(),
        ),
        _ => ("vitrine-context", data.to_vec()),
    };
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .header(name, value.as_slice())
        .body(Body::from(
            r#"{"query":"{ products(first: 1) { totalCount } }"}"#,
        ));
    let Some(reply) = shop().send(request) else {
        return;
    };
    let (status, is_key) = (
        reply.status,
        value
            .strip_prefix(b"Bearer ")
            .is_some_and(|key| key == ADMIN_KEY.as_bytes()),
    );
    let answer = reply.checked();
    // Nothing but the key itself is an admin: only they see more than a storefront.
    if name == "authorization" && !value.is_empty() && !is_key {
        let trimmed = value.strip_prefix(b"Bearer ").map(<[u8]>::trim_ascii);
        assert!(
            status == StatusCode::UNAUTHORIZED || trimmed == Some(ADMIN_KEY.as_bytes()),
            "{status}: {answer}"
        );
    }
});
