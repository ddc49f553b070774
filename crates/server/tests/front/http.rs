//! GraphQL over HTTP beyond the audits.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Method, Request, StatusCode, header};
use futures_util::stream;

use crate::support::{NEW, door, door_with, short};

const TYPENAME: &str = r#"{"query":"{ __typename }"}"#;

fn post(content_type: Option<&str>, accept: Option<&str>) -> Request<Body> {
    let mut request = Request::post("/graphql");
    if let Some(content_type) = content_type {
        request = request.header(header::CONTENT_TYPE, content_type);
    }
    if let Some(accept) = accept {
        request = request.header(header::ACCEPT, accept);
    }
    request.body(Body::from(TYPENAME)).unwrap()
}

#[tokio::test]
async fn the_answer_comes_in_the_media_type_that_was_asked_for() {
    let door = door();
    for (accept, expected) in [
        (None, "application/json; charset=utf-8"),
        (Some("*/*"), "application/json; charset=utf-8"),
        (
            Some(NEW),
            "application/graphql-response+json; charset=utf-8",
        ),
        (
            Some("application/graphql-response+json, application/json;q=0.9"),
            "application/graphql-response+json; charset=utf-8",
        ),
    ] {
        let reply = door.send(post(Some("application/json"), accept)).await;
        assert_eq!(
            (reply.status, reply.header(header::CONTENT_TYPE)),
            (StatusCode::OK, expected),
            "{accept:?}"
        );
        assert_eq!(reply.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(reply.written(), r#"{"data":{"__typename":"Query"}"#);
    }
    let reply = door
        .send(post(Some("application/json"), Some("text/html")))
        .await;
    assert_eq!(
        (reply.status, reply.codes()),
        (
            StatusCode::NOT_ACCEPTABLE,
            vec![String::from("NOT_ACCEPTABLE")]
        )
    );
}

#[tokio::test]
async fn only_json_bodies_are_read() {
    let door = door();
    for content_type in [
        "application/json",
        "APPLICATION/JSON ; charset=\"UTF-8\"",
        "application/json;charset=utf-8",
    ] {
        assert_eq!(
            door.send(post(Some(content_type), None)).await.status,
            StatusCode::OK,
            "{content_type}"
        );
    }
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/graphql"),
        Some("multipart/form-data; boundary=x"),
        Some("application/json; charset=utf-16"),
    ] {
        let reply = door.send(post(content_type, None)).await;
        assert_eq!(
            reply.status,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{content_type:?}"
        );
        assert_eq!(reply.codes(), ["UNSUPPORTED_MEDIA_TYPE"]);
    }
    let mut packed = post(Some("application/json"), None);
    packed
        .headers_mut()
        .insert(header::CONTENT_ENCODING, "gzip".parse().unwrap());
    assert_eq!(
        door.send(packed).await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}

#[tokio::test]
async fn a_get_takes_an_operation_name_and_variables() {
    let door = door();
    let two = "query A($n: Int) { echo(number: $n) } query B { __typename }";
    let reply = door
        .get(&[
            ("query", two),
            ("operationName", "A"),
            ("variables", r#"{"n":3}"#),
            ("extensions", ""),
        ])
        .await;
    assert_eq!(reply.data()["echo"], "None Some(3) None None");
    let reply = door
        .get(&[("query", two), ("operationName", "B"), ("variables", "")])
        .await;
    assert_eq!(reply.data()["__typename"], "Query");
    assert_eq!(
        door.get(&[("query", two), ("operationName", "C")])
            .await
            .codes(),
        ["OPERATION_RESOLUTION_FAILURE"]
    );
    assert_eq!(
        door.get(&[("query", two)]).await.message(),
        "The document has 2 operations; name one in `operationName`."
    );
    assert_eq!(door.get(&[]).await.message(), "The request has no `query`.");
    let long = "x".repeat(40_000);
    assert_eq!(
        door.get(&[("query", &*long)]).await.status,
        StatusCode::URI_TOO_LONG
    );
}

#[tokio::test]
async fn a_mutation_over_get_is_refused_before_it_runs() {
    let door = door();
    let reply = door
        .get(&[
            ("query", "query Q { __typename } mutation M { count }"),
            ("operationName", "M"),
        ])
        .await;
    assert_eq!(
        (reply.status, reply.header(header::ALLOW)),
        (StatusCode::METHOD_NOT_ALLOWED, "POST")
    );
    assert_eq!(door.run("mutation { count }").await.data()["count"], 1);
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    let door = door();
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let mut request = post(Some("application/json"), None);
        *request.method_mut() = method;
        let reply = door.send(request).await;
        assert_eq!(
            (reply.status, reply.header(header::ALLOW)),
            (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD, POST, OPTIONS")
        );
        assert_eq!(reply.codes(), ["METHOD_NOT_ALLOWED"]);
    }
    let mut request = post(None, None);
    *request.method_mut() = Method::OPTIONS;
    let reply = door.send(request).await;
    assert_eq!((reply.status, &*reply.text), (StatusCode::NO_CONTENT, ""));
}

#[tokio::test]
async fn a_list_of_requests_is_refused_in_plain_words() {
    let reply = door().post(format!("[{TYPENAME},{TYPENAME}]")).await;
    assert_eq!(
        (reply.status, reply.codes()),
        (
            StatusCode::BAD_REQUEST,
            vec![String::from("BATCHING_NOT_SUPPORTED")]
        )
    );
    assert_eq!(
        reply.message(),
        "A list of requests isn't supported; send one request at a time."
    );
}

#[tokio::test]
async fn a_request_error_has_no_data_and_the_status_of_its_media_type() {
    let door = door();
    for (query, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($n: Int!) { echo(number: $n) }", "BAD_USER_INPUT"),
    ] {
        let new = door.run(query).await;
        assert_eq!(
            (new.status, new.codes()),
            (StatusCode::BAD_REQUEST, vec![String::from(code)]),
            "{query}"
        );
        assert!(
            new.text.starts_with(r#"{"errors":[{"message":"#),
            "{}",
            new.text
        );
        assert_eq!(new.json().get("data"), None);
        let body = serde_json::json!({ "query": query }).to_string();
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body));
        assert_eq!(
            door.send(request.unwrap()).await.status,
            StatusCode::OK,
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_large_body_is_drained_so_that_the_refusal_can_be_read() {
    let door = door();
    let chunks = |megabytes: usize| {
        let chunk = || Ok::<_, std::io::Error>(Bytes::from(vec![b' '; 1024 * 1024]));
        Body::from_stream(stream::iter((0..megabytes).map(move |_| chunk())))
    };
    let drained = door.post(chunks(2)).await;
    assert_eq!(
        (drained.status, drained.codes()),
        (
            StatusCode::PAYLOAD_TOO_LARGE,
            vec![String::from("BODY_TOO_LARGE")]
        )
    );
    assert_eq!(drained.header(header::CONNECTION), "");
    let announced = door.post(vec![b' '; 2 * 1024 * 1024]).await;
    assert_eq!(
        (announced.status, announced.header(header::CONNECTION)),
        (StatusCode::PAYLOAD_TOO_LARGE, "")
    );
    let left = door.post(chunks(64)).await;
    assert_eq!(
        (left.status, left.header(header::CONNECTION)),
        (StatusCode::PAYLOAD_TOO_LARGE, "close")
    );
    let announced = door.post(vec![b' '; 8 * 1024 * 1024]).await;
    assert_eq!(
        (announced.status, announced.header(header::CONNECTION)),
        (StatusCode::PAYLOAD_TOO_LARGE, "close")
    );
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let door = door_with(short(Duration::from_millis(50)));
    let reply = door
        .post(Body::from_stream(stream::pending::<
            Result<Bytes, std::io::Error>,
        >()))
        .await;
    assert_eq!(
        (reply.status, reply.codes()),
        (
            StatusCode::REQUEST_TIMEOUT,
            vec![String::from("BODY_TIMEOUT")]
        )
    );
}

#[tokio::test]
async fn keys_come_in_the_order_of_the_query() {
    let reply = door()
        .run("{ z: __typename book(by: {id: \"1\"}) { title id } a: __typename }")
        .await;
    assert_eq!(
        reply.written(),
        r#"{"data":{"z":"Query","book":{"title":"Dune","id":"1"},"a":"Query"}"#
    );
}
