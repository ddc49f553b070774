use std::time::{Duration, Instant};

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::access::Role;
use persistence::NewApiKey;
use serde_json::json;
use testkit::database::TestDatabase;

use crate::support::app::{SAMPLE, TestApp};

const DRAFT: &str =
    r#"{ product(by: {code: "folding-wagon-trundle"}, context: {channel: "de"}) { status } }"#;
const SECRET: &str = "vtr_0123456789abcdef0123456789abcdef";

testkit::on_each_database! {
    async fn an_admin_sees_a_draft_and_nobody_else_does(database: TestDatabase) {
        let test = TestApp::on(database).await;
        test.import(SAMPLE).await;
        assert_eq!(test.storefront().run(DRAFT).await.data(), json!({ "product": null }));
        assert_eq!(test.admin().await.run(DRAFT).await.data(), json!({ "product": { "status": "DRAFT" } }));
        test.key(SECRET, Role::Storefront).await;
        assert_eq!(test.with_key(SECRET).run(DRAFT).await.data(), json!({ "product": null }));
    }

    async fn a_revoked_key_is_refused_within_seconds(database: TestDatabase) {
        let test = TestApp::on(database).await;
        let key = test.key(SECRET, Role::Admin).await;
        let client = test.with_key(SECRET);
        assert_eq!(client.run("{ __typename }").await.status, StatusCode::OK);
        test.app.store().api_key_revoke(&key.prefix).await.unwrap().unwrap();
        let began = Instant::now();
        while client.run("{ __typename }").await.status != StatusCode::UNAUTHORIZED {
            assert!(began.elapsed() < Duration::from_secs(10), "the key still works");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn an_expired_key_is_refused_at_once(database: TestDatabase) {
        let test = TestApp::on(database).await;
        let new = NewApiKey {
            secret: String::from(SECRET),
            name: String::from("short"),
            role: Role::Storefront,
            channels: None,
            expires_at: Some(test.database.now() + TimeDelta::hours(1)),
        };
        test.app.store().api_key_create(new).await.unwrap();
        let client = test.with_key(SECRET);
        assert_eq!(client.run("{ __typename }").await.status, StatusCode::OK);
        test.database.clock().advance(TimeDelta::hours(1));
        assert_eq!(client.run("{ __typename }").await.status, StatusCode::UNAUTHORIZED);
    }

    async fn the_use_of_a_key_is_noted(database: TestDatabase) {
        let test = TestApp::on(database).await;
        test.key(SECRET, Role::Storefront).await;
        test.with_key(SECRET).run("{ __typename }").await;
        let began = Instant::now();
        // It is noted after the answer, by a task of its own.
        while test.app.store().api_keys().await.unwrap()[0].last_used_at != Some(test.database.now()) {
            assert!(began.elapsed() < Duration::from_secs(10), "it is not noted");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test]
async fn a_wrong_key_is_refused_and_never_taken_for_none() {
    let test = TestApp::on(TestDatabase::sqlite().await).await;
    test.key(SECRET, Role::Admin).await;
    let almost = SECRET.replace("cdef0123456789abcdef", "cdef0123456789abcdeX");
    for header in [
        format!("Bearer {almost}"),
        String::from("Bearer x"),
        String::from("Basic YTpi"),
        String::from("Bearer é"),
    ] {
        let reply = test
            .storefront()
            .authorized_by(&header)
            .run("{ __typename }")
            .await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{header}");
        assert_eq!(reply.error_codes(), ["UNAUTHENTICATED"], "{header}");
        assert_eq!(reply.json().get("data"), None);
        assert_eq!(reply.header("www-authenticate"), "Bearer");
    }
}

#[tokio::test]
async fn a_key_that_can_not_be_checked_is_the_servers_fault() {
    let test = TestApp::on(TestDatabase::sqlite().await).await;
    test.app.store().close().await;
    let reply = test.with_key(SECRET).run("{ __typename }").await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.error_codes(), ["SERVICE_UNAVAILABLE"]);
}

#[tokio::test]
async fn a_mutation_without_a_key_is_told_that_it_needs_one() {
    let test = TestApp::on(TestDatabase::sqlite().await).await;
    let mutation = "mutation { categoryDelete(by: {code: \"a\"}) { userErrors { message } } }";
    let reply = test.storefront().run(mutation).await.json();
    let message = reply["errors"][0]["message"].as_str().unwrap();
    assert!(
        message.starts_with("Mutations need a key that may change something"),
        "{reply}"
    );
}
