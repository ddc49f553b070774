//! One door: whatever way a document comes in, it passes the same checks.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::support::{Door, NEW, Reply, door};

/// Documents that the executor by itself would run, with the code of the check that finds each.
pub(crate) const REFUSED: [(&str, &str); 8] = [
    // In its fast mode the executor answers null for a field that there is not.
    ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
    (
        "{ book(by: {id: \"1\"}) { purchasePriceSecret } }",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    (
        "{ book(by: {id: \"1\", title: \"x\"}) { id } }",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    ("query ($n: Int!) { echo(number: $n) }", "BAD_USER_INPUT"),
    (
        "{ book(by: {id: \"1\"}) { sequels(first: 250) { sequels(first: 250) { id } } } }",
        "COST_TOO_HIGH",
    ),
    (
        "{ book(by: {id: \"1\"}) { sequel { sequel { sequel { sequel { sequel { sequel { sequel { sequel { sequel { sequel { sequel { sequel { id } } } } } } } } } } } } } }",
        "DOCUMENT_TOO_DEEP",
    ),
    (
        "{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...C ...C } fragment C on Query { ...D ...D } fragment D on Query { ...E ...E }
         fragment E on Query { ...F ...F } fragment F on Query { ...G ...G } fragment G on Query { ...H ...H } fragment H on Query { ...I ...I }
         fragment I on Query { ...J ...J } fragment J on Query { ...K ...K } fragment K on Query { __typename }",
        "TOO_MANY_FIELDS",
    ),
    ("subscription { x }", "GRAPHQL_VALIDATION_FAILED"),
];

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A document by every way that there is.
async fn every_way(door: &Door, document: &str) -> Vec<(&'static str, Reply)> {
    let apollo = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash(document) } });
    let hashed = format!("sha256:{}", hash(document));
    let extensions = apollo.to_string();
    let both = json!({ "query": document, "extensions": apollo }).to_string();
    let draft = json!({ "query": document, "documentId": hashed }).to_string();
    let json = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, NEW);
    let with_charset = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
        .header(header::ACCEPT, NEW);
    let plain = Body::from(json!({ "query": document }).to_string());
    vec![
        ("POST", door.run(document).await),
        (
            "POST with a character set",
            door.send(with_charset.body(plain).unwrap()).await,
        ),
        ("GET", door.get(&[("query", document)]).await),
        ("APQ by POST", door.post(both.clone()).await),
        (
            "APQ by GET",
            door.get(&[("query", document), ("extensions", &extensions)])
                .await,
        ),
        ("documentId by POST", door.post(draft).await),
        (
            "documentId by GET",
            door.get(&[("query", document), ("documentId", &hashed)])
                .await,
        ),
        (
            "again, from the cache",
            door.send(json.body(Body::from(both)).unwrap()).await,
        ),
    ]
}

#[tokio::test]
async fn no_entry_leads_past_the_checks() {
    let door = door();
    for (document, code) in REFUSED {
        for (way, reply) in every_way(&door, document).await {
            assert_eq!(
                (reply.status, reply.codes()),
                (StatusCode::BAD_REQUEST, vec![String::from(code)]),
                "{way}: {document}"
            );
            assert_eq!(reply.json().get("data"), None);
        }
        // What was refused is not kept to be asked for by its hash.
        let apollo = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash(document) } });
        let named = door.post(json!({ "extensions": apollo }).to_string()).await;
        let kept = matches!(code, "BAD_USER_INPUT" | "COST_TOO_HIGH");
        let expected = if kept {
            code
        } else {
            "PERSISTED_QUERY_NOT_FOUND"
        };
        assert_eq!(named.codes(), [expected], "{document}");
    }
    for (way, reply) in every_way(&door, "{ book(by: {id: \"1\"}) { id } }").await {
        assert_eq!(reply.data()["book"]["id"], "1", "{way}");
    }
}

#[tokio::test]
async fn a_mutation_comes_in_by_post_alone() {
    let door = door();
    for (way, reply) in every_way(&door, "mutation { count }").await {
        let by_get = way.contains("GET");
        assert_eq!(
            reply.status == StatusCode::METHOD_NOT_ALLOWED,
            by_get,
            "{way}"
        );
        assert_eq!(by_get, reply.json().get("data").is_none(), "{way}");
    }
}

/// What a page of another site can have a browser send without asking first: GET, HEAD, and POST of these three types or
/// none, with no header of its own.
#[tokio::test]
async fn no_request_that_needs_no_permission_runs_a_mutation() {
    let door = door();
    let mutation = json!({ "query": "mutation { count }" }).to_string();
    let form = "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{\"query\":\"mutation { count }\"}\r\n--x\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{}\r\n--x--\r\n";
    for (kind, body) in [
        (Some("text/plain"), mutation.as_str()),
        (Some("text/plain; charset=utf-8"), &mutation),
        (Some("text/plain; application/json"), &mutation),
        (Some("application/x-www-form-urlencoded"), &mutation),
        (
            Some("application/x-www-form-urlencoded"),
            "query=mutation+%7B+count+%7D",
        ),
        (Some("multipart/form-data; boundary=x"), form),
        (None, &mutation),
    ] {
        let mut request = Request::post("/graphql");
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let reply = door
            .send(request.body(Body::from(String::from(body))).unwrap())
            .await;
        assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind:?}");
    }
    for method in ["GET", "HEAD"] {
        let request = Request::builder()
            .method(method)
            .uri("/graphql?query=mutation%20%7B%20count%20%7D");
        let reply = door.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    assert_eq!(
        door.trace.written.load(std::sync::atomic::Ordering::SeqCst),
        0
    );
}
