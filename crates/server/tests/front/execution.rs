//! Faults, time and clients that go away.

use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::http::StatusCode;

use crate::support::{Door, door, door_with, short};

#[tokio::test]
async fn a_panic_is_an_answer_that_keeps_its_secret() {
    let door = door();
    for query in ["{ panics }", "mutation { burn }"] {
        let reply = door.run(query).await;
        assert_eq!(
            (reply.status, reply.codes()),
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                vec![String::from("INTERNAL_SERVER_ERROR")]
            )
        );
        assert_eq!(
            reply.json()["errors"][0]["extensions"]["requestId"],
            "req-1"
        );
        assert!(!reply.text.contains("secret"), "{}", reply.text);
    }
    assert_eq!(door.run("{ __typename }").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_error_without_a_code_is_a_fault_and_keeps_its_text() {
    let reply = door().run("{ fails }").await;
    assert_eq!(
        (reply.status, reply.codes()),
        (StatusCode::OK, vec![String::from("INTERNAL_SERVER_ERROR")])
    );
    assert!(!reply.text.contains("internal.rs"), "{}", reply.text);
    let reply = door().run("{ refuses }").await;
    assert_eq!(
        (reply.codes(), reply.message()),
        (
            vec![String::from("FORBIDDEN")],
            String::from("Not for you.")
        )
    );
    assert_eq!(reply.json()["data"], serde_json::json!({ "refuses": null }));
}

#[tokio::test]
async fn the_errors_of_an_answer_are_capped() {
    let unknown: String = (0..100).map(|at| format!("unknown{at} ")).collect();
    let reply = door()
        .run(&format!("{{ book(by: {{id: \"1\"}}) {{ id {unknown} }} }}"))
        .await;
    assert_eq!(reply.json()["errors"].as_array().map(Vec::len), Some(20));
    assert_eq!(reply.json()["extensions"]["omittedErrors"], 80);
}

#[tokio::test]
async fn a_query_that_takes_too_long_is_stopped() {
    let door = door_with(short(Duration::from_millis(50)));
    let reply = door.run("{ waits }").await;
    assert_eq!(
        (reply.status, reply.codes()),
        (
            StatusCode::GATEWAY_TIMEOUT,
            vec![String::from("REQUEST_TIMEOUT")]
        )
    );
    door.trace.go_on.notify_one();
    tokio::task::yield_now().await;
    assert_eq!(door.trace.waited.load(Ordering::SeqCst), 0);
}

/// Sends a request, waits until its resolver has begun, and goes away.
async fn send_and_go_away(door: &Door, query: &'static str) {
    let sender = door.clone();
    let client = tokio::spawn(async move { sender.run(query).await });
    door.trace.begun.notified().await;
    client.abort();
    assert!(client.await.unwrap_err().is_cancelled());
    door.trace.go_on.notify_one();
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_mutation_goes_on_when_its_client_has_gone() {
    let door = door();
    send_and_go_away(&door, "mutation { write }").await;
    assert_eq!(door.trace.written.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_mutation_that_nobody_waits_for_any_longer_goes_on() {
    let door = door_with(short(Duration::from_millis(50)));
    let reply = door.run("mutation { write }").await;
    assert_eq!(
        (reply.status, reply.codes()),
        (
            StatusCode::GATEWAY_TIMEOUT,
            vec![String::from("REQUEST_TIMEOUT")]
        )
    );
    door.trace.go_on.notify_one();
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(door.trace.written.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_query_stops_when_its_client_has_gone() {
    let door = door();
    send_and_go_away(&door, "{ waits }").await;
    assert_eq!(door.trace.waited.load(Ordering::SeqCst), 0);
}
