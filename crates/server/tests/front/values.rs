//! Variables and literals.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::door;

#[tokio::test]
async fn one_of_inputs_have_exactly_one_member_in_literals() {
    let door = door();
    assert_eq!(
        door.run(r#"{ book(by: {shelf: {row: 1, by: {id: "x"}}}) { id } }"#)
            .await
            .data()["book"]["id"],
        "row 1 true"
    );
    for literal in [
        "{}",
        r#"{id: "1", title: "a"}"#,
        "{id: null}",
        r#"{id: "1", title: null}"#,
        r#"{shelf: {row: 1, by: {}}}"#,
        r#"{shelf: {row: 1, by: {id: "1", title: "a"}}}"#,
    ] {
        let reply = door
            .run(&format!("{{ book(by: {literal}) {{ id }} }}"))
            .await;
        assert_eq!(
            (reply.status, reply.codes()),
            (
                StatusCode::BAD_REQUEST,
                vec![String::from("GRAPHQL_VALIDATION_FAILED")]
            ),
            "{literal}"
        );
    }
    let reply = door
        .run("query ($id: String) { book(by: {id: $id}) { id } }")
        .await;
    assert_eq!(reply.codes(), ["GRAPHQL_VALIDATION_FAILED"]);
    let reply = door
        .run("query ($by: BookBy = {}) { books(by: [$by]) { id } }")
        .await;
    assert_eq!(reply.codes(), ["GRAPHQL_VALIDATION_FAILED"]);
    let reply = door
        .run("{ ...F } fragment F on Query { book(by: {}) { id } }")
        .await;
    assert_eq!(
        reply.message(),
        "`BookBy` takes exactly one of its fields; 0 are given."
    );
    let reply = door
        .run_with(
            "query ($id: String!) { book(by: {id: $id}) { id } }",
            json!({ "id": "7" }),
        )
        .await;
    assert_eq!(reply.data()["book"]["id"], "7");
}

#[tokio::test]
async fn one_of_inputs_have_exactly_one_member_in_variables() {
    let door = door();
    let query = "query ($by: BookBy!) { book(by: $by) { id } }";
    assert_eq!(
        door.run_with(query, json!({ "by": { "id": "7" } }))
            .await
            .data()["book"]["id"],
        "7"
    );
    for by in [
        json!({}),
        json!({ "id": "1", "title": "a" }),
        json!({ "id": null }),
        json!({ "id": "1", "title": null }),
        json!({ "shelf": { "row": 1, "by": {} } }),
    ] {
        let reply = door.run_with(query, json!({ "by": by })).await;
        assert_eq!(
            (reply.status, reply.codes()),
            (
                StatusCode::BAD_REQUEST,
                vec![String::from("BAD_USER_INPUT")]
            ),
            "{by}"
        );
    }
    let reply = door
        .run_with(
            "query ($by: [BookBy!]) { books(by: $by) { id } }",
            json!({ "by": [{ "id": "1" }, {}] }),
        )
        .await;
    assert_eq!(
        reply.message(),
        "`BookBy` takes exactly one of its fields, not null; the variable `$by.1` has 0."
    );
}

#[tokio::test]
async fn a_variable_of_the_wrong_type_refuses_the_request() {
    let door = door();
    let query = "query ($number: Int, $text: String, $colour: Colour, $list: [Int!]) { echo(number: $number, text: $text, colour: $colour, list: $list) }";
    for variables in [
        json!({ "number": 3_000_000_000_i64 }),
        json!({ "number": "1" }),
        json!({ "number": 1.5 }),
        json!({ "text": 1 }),
        json!({ "colour": "BLUE" }),
        json!({ "list": [null] }),
        json!({ "list": "1" }),
        json!({ "text": "a\0b" }),
    ] {
        let reply = door.run_with(query, variables.clone()).await;
        assert_eq!(
            (reply.status, reply.codes()),
            (
                StatusCode::BAD_REQUEST,
                vec![String::from("BAD_USER_INPUT")]
            ),
            "{variables}"
        );
        assert_eq!(reply.json().get("data"), None);
    }
    let reply = door
        .run_with(
            query,
            json!({ "number": 2, "colour": "RED", "list": 3, "unknown": [] }),
        )
        .await;
    assert_eq!(reply.data()["echo"], "None Some(2) Some(\"red\") Some([3])");
    let long = door
        .run_with(
            "query ($n: Int) { echo(number: $n) }",
            json!({ "n": "x".repeat(100_000) }),
        )
        .await;
    assert!(long.text.len() < 1_000, "{}", long.text.len());
}

#[tokio::test]
async fn lists_and_variables_have_limits() {
    let door = door();
    let list = |count: usize| vec![1; count];
    let query = "query ($list: [Int!]) { echo(list: $list) }";
    assert!(
        door.run_with(query, json!({ "list": list(250) }))
            .await
            .data()["echo"]
            .is_string()
    );
    assert_eq!(
        door.run_with(query, json!({ "list": list(251) }))
            .await
            .codes(),
        ["LIST_TOO_LONG"]
    );
    assert_eq!(
        door.run(&format!("{{ echo(list: {:?}) }}", list(251)))
            .await
            .codes(),
        ["LIST_TOO_LONG"]
    );
    let many: serde_json::Map<String, Value> =
        (0..101).map(|at| (format!("v{at}"), json!(at))).collect();
    let reply = door.run_with("{ __typename }", Value::Object(many)).await;
    assert_eq!(
        (reply.status, reply.codes()),
        (
            StatusCode::BAD_REQUEST,
            vec![String::from("TOO_MANY_VARIABLES")]
        )
    );
    assert_eq!(
        reply.json()["errors"][0]["extensions"],
        json!({ "code": "TOO_MANY_VARIABLES", "limit": 100, "measured": 101 })
    );
}

#[tokio::test]
async fn text_with_a_nul_is_refused_in_literals_too() {
    let reply = door().run(r#"{ echo(text: "a\u0000b") }"#).await;
    assert_eq!(
        (reply.status, reply.message()),
        (
            StatusCode::BAD_REQUEST,
            String::from("A text can't contain the NUL character.")
        )
    );
}
