//! Whatever a client sends, it is answered in JSON, and never with a fault of ours.

use proptest::prelude::*;

use crate::support::door;

/// Pieces from which documents are put together that are nearly GraphQL.
const PIECES: [&str; 44] = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "...",
    "!",
    "=",
    ":",
    "|",
    "&",
    "@",
    "$",
    "query",
    "mutation",
    "fragment",
    "on",
    "A",
    "F",
    "$a",
    "Query",
    "Book",
    "book",
    "by",
    "id",
    "echo",
    "text",
    "__typename",
    "__schema",
    "null",
    "true",
    "RED",
    "1",
    "-0",
    "1.5e3",
    "\"x\"",
    "\"\"\"y\"\"\"",
    "\"",
    "\\",
    "#",
    "\n",
    "\0",
    "é",
];

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_gets_an_answer(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        let document = pieces.join(" ");
        let reply = runtime().block_on(door().run(&document));
        prop_assert!(reply.status.as_u16() < 500, "{document}: {}", reply.text);
        prop_assert!(reply.json().is_object());
    }

    #[test]
    fn any_body_gets_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let reply = runtime().block_on(door().post(bytes));
        prop_assert!(reply.status.is_client_error());
        prop_assert!(reply.json()["errors"].is_array());
    }

    #[test]
    fn any_text_is_a_text(text in any::<String>()) {
        let query = "query ($text: String) { echo(text: $text) }";
        let reply = runtime().block_on(door().run_with(query, serde_json::json!({ "text": text })));
        if text.contains('\0') {
            prop_assert!(reply.status.is_client_error());
        } else {
            prop_assert_eq!(&reply.data()["echo"], &format!("{:?} None None None", Some(&text)));
        }
        let literal = format!("{{ echo(text: {}) }}", serde_json::Value::from(text.clone()));
        let reply = runtime().block_on(door().run(&literal));
        if !text.contains('\0') {
            prop_assert_eq!(&reply.data()["echo"], &format!("{:?} None None None", Some(&text)));
        }
    }
}
