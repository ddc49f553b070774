//! Cursors: any text, and well-formed ones with places that no list has.
#![no_main]

use std::sync::OnceLock;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use vitrine_fuzz::shop;

const LISTS: [&str; 7] = [
    "query($after: String, $before: String) { list: products(first: 2, after: $after, before: $before) { edges { cursor } pageInfo { hasNextPage hasPreviousPage } } }",
    "query($after: String, $before: String) { list: products(sort: { key: NAME }, first: 2, after: $after, before: $before) { edges { cursor } } }",
    "query($after: String, $before: String) { list: products(sort: { key: PRICE, direction: DESC }, last: 2, after: $after, before: $before) { edges { cursor } } }",
    "query($after: String, $before: String) { list: categories(first: 2, after: $after, before: $before) { edges { cursor } } }",
    "query($after: String, $before: String) { of: product(by: { code: \"desk-lamp-heron\" }) { list: variants(first: 2, after: $after, before: $before) { edges { cursor } } } }",
    "query($after: String) { list: search(query: \"lamp\", first: 2, after: $after) { edges { cursor } } }",
    "query($after: String) { list: search(sort: { key: NAME }, first: 2, after: $after) { edges { cursor } } }",
];

/// The first bytes of a cursor of each list: its length and name.
fn heads() -> &'static [Vec<u8>; 7] {
    static HEADS: OnceLock<[Vec<u8>; 7]> = OnceLock::new();
    HEADS.get_or_init(|| {
        LISTS.map(|list| {
            let answer = shop().run(list, &json!({}), false);
            let found = answer["data"]["list"]
                .get("edges")
                .or_else(|| answer["data"]["of"]["list"].get("edges"));
            let cursor = found
                .and_then(|edges| edges[0]["cursor"].as_str())
                .unwrap_or_else(|| panic!("{list}: {answer}"));
            let bytes = URL_SAFE_NO_PAD.decode(cursor).unwrap_or_default();
            let length = bytes
                .first_chunk::<2>()
                .map_or(0, |head| usize::from(u16::from_be_bytes(*head)));
            bytes.get(..2 + length).unwrap_or(&bytes).to_vec()
        })
    })
}

fuzz_target!(|data: &[u8]| {
    let [kind, data @ ..] = data else { return };
    let list = usize::from(kind / 4) % LISTS.len();
    let cursor = match kind % 4 {
        0 => String::from_utf8_lossy(data).into_owned(),
        1 => URL_SAFE_NO_PAD.encode(data),
        _ => URL_SAFE_NO_PAD.encode([heads()[list].as_slice(), data].concat()),
    };
    let variables: Value = if kind % 8 < 4 || list > 4 {
        json!({ "after": cursor })
    } else {
        json!({ "before": cursor })
    };
    shop().run(LISTS[list], &variables, false);
});
