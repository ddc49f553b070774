//! What is a valid document, and for whom.

use axum::http::StatusCode;

use crate::support::door;

#[tokio::test]
async fn validation_goes_by_the_schema_of_the_role() {
    let door = door();
    let query = "{ book(by: {id: \"1\"}) { purchasePriceSecret } }";
    assert_eq!(
        door.admin().run(query).await.data()["book"]["purchasePriceSecret"],
        7
    );
    let reply = door.run(query).await;
    assert_eq!(
        (reply.status, reply.codes()),
        (
            StatusCode::BAD_REQUEST,
            vec![String::from("GRAPHQL_VALIDATION_FAILED")]
        )
    );
    assert_eq!(
        door.admin().run(query).await.data()["book"]["purchasePriceSecret"],
        7
    );
}

#[tokio::test]
async fn no_suggestion_names_what_is_hidden() {
    let door = door();
    let reply = door
        .run("{ book(by: {id: \"1\"}) { purchasePriceSecre } }")
        .await;
    assert_eq!(reply.codes(), ["GRAPHQL_VALIDATION_FAILED"]);
    assert!(
        !reply.text.contains("purchasePriceSecret"),
        "{}",
        reply.text
    );
}

#[tokio::test]
async fn what_the_executor_would_let_pass_is_refused() {
    let door = door();
    for query in [
        "query Q() { __typename }",
        "{ ...on } fragment on on Query { __typename }",
        "{ book(by: {id: \"1\"}) }",
        "{ echo(text: \"a\") echo(text: \"b\") }",
        "{ ...A ...B } fragment A on Query { x: echo(number: 1) } fragment B on Query { x: echo(number: 2) }",
        "{ __typename @unknown }",
        "{ __typename(x: 1) }",
        "{ __typename { a } }",
        "query ($t: String) { node(id: $t) { id } }",
        "{ echo(number: 3000000000) }",
        "{ echo(colour: \"RED\") }",
        "{ echo(unknown: 1) }",
        "fragment A on Query { __typename }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "type Query { a: Int }",
        "subscription { a }",
        "",
    ] {
        let reply = door.run(query).await;
        assert_eq!(
            reply.status,
            StatusCode::BAD_REQUEST,
            "{query}: {}",
            reply.text
        );
    }
}

#[tokio::test]
async fn what_the_executor_would_refuse_passes() {
    let door = door();
    for (query, text) in [
        (r#"{ echo(text: "\u{1F600}") }"#, "Some(\"😀\")"),
        (r#"{ echo(text: "\uD83D\uDE00") }"#, "Some(\"😀\")"),
        (r#"{ echo(text: "a\"\\\n\t") }"#, r#"Some("a\"\\\n\t")"#),
        (
            "{ echo(text: \"\"\"\n    a\n      b\n    \\\"\"\" \"\"\") }",
            r#"Some("a\n  b\n\"\"\" ")"#,
        ),
        (
            "\"What it asks\" query Q(\"the text\" $t: String = \"x\") { echo(text: $t) }",
            "Some(\"x\")",
        ),
        (
            "query ($no: Boolean = false) { __typename @include(if: $no) echo(text: \"y\") }",
            "Some(\"y\")",
        ),
    ] {
        let reply = door.run(query).await;
        assert_eq!(
            reply.data()["echo"],
            format!("{text} None None None"),
            "{query}"
        );
    }
}

#[tokio::test]
async fn skipped_fields_go_by_the_variables_and_their_defaults() {
    let door = door();
    let query = "query ($yes: Boolean = true, $no: Boolean!) { a: __typename @skip(if: $yes) b: __typename @include(if: $yes) ...F @include(if: $no) } fragment F on Query { c: __typename }";
    let reply = door
        .run_with(query, serde_json::json!({ "no": false }))
        .await;
    assert_eq!(reply.written(), r#"{"data":{"b":"Query"}"#);
}

#[tokio::test]
async fn errors_point_into_the_text_of_the_client() {
    let door = door();
    let reply = door.run("{\n  __typename\n\n     refuses\n}").await;
    assert_eq!(
        reply.json()["errors"][0]["locations"][0],
        serde_json::json!({ "line": 4, "column": 6 })
    );
    let reply = door.run("{\n  __typename\n   nothing\n}").await;
    assert_eq!(
        reply.json()["errors"][0]["locations"][0],
        serde_json::json!({ "line": 3, "column": 4 })
    );
}

#[tokio::test]
async fn a_field_that_is_not_there_is_told_before_what_follows_from_it() {
    let reply = door().run("{ book(by: {id: \"1\"}) { tilte } }").await;
    let message = reply.json()["errors"][0]["message"].to_string();
    assert!(message.contains("tilte"), "{}", reply.text);
}

#[tokio::test]
async fn one_document_serves_each_of_its_operations() {
    let door = door();
    let query = "query A { a: __typename } query B { b: __typename }";
    for name in ["A", "B", "A"] {
        let body = serde_json::json!({ "query": query, "operationName": name }).to_string();
        assert_eq!(door.post(body).await.data()[name.to_lowercase()], "Query");
    }
}

#[tokio::test]
async fn fragments_interfaces_and_merged_fields_run() {
    let door = door();
    let query = "{ node(id: \"7\") { __typename id ... on Book { title } ...F } node(id: \"7\") { ... on Book { sequel { id } } } } fragment F on Node { ... on Book { sequel { title } } }";
    assert_eq!(
        door.run(query).await.written(),
        r#"{"data":{"node":{"__typename":"Book","id":"7","title":"Dune","sequel":{"title":"Dune II","id":"7+"}}}"#
    );
}
