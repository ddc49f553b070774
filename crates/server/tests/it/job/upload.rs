use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, header},
};
use persistence::Actor;
use serde_json::json;
use testkit::database::TestDatabase;

use super::{BOUNDARY, IMPORT, form, send, upload};
use crate::support::app::TestApp;

const MAP: &[u8] = br#"{"0": ["variables.input.file"]}"#;

fn operations() -> Vec<u8> {
    json!({"query": IMPORT, "variables": {"input": {"file": null}}})
        .to_string()
        .into_bytes()
}

testkit::on_each_database! {
    async fn broken_forms_are_refused_and_leave_nothing_behind(database: TestDatabase) {
        let app = TestApp::with(database, &[("VITRINE_LIMITS__UPLOAD_BYTES", "400000")]).await;
        let admin = app.admin().await;
        let operations = operations();
        let operations = &*operations;
        let mut cut = form(&[("operations", None, operations), ("map", None, MAP), ("0", Some("a"), b"{}")]);
        cut.truncate(cut.len() - BOUNDARY.len() - 8);
        let large = vec![b' '; 500_000];
        let two = br#"{"0": ["variables.input.file"], "1": ["variables.input.file"]}"#;
        let cases: [(&str, Vec<u8>, u16, &str, &str); 12] = [
            ("nothing", Vec::new(), 400, "BAD_REQUEST", "The form can't be read"),
            ("no parts", form(&[]), 400, "BAD_REQUEST", "The part `operations` is missing"),
            ("the wrong order", form(&[("map", None, MAP), ("operations", None, operations)]), 400, "BAD_REQUEST", "The part `operations` is missing"),
            ("operations that are no JSON", form(&[("operations", None, b"{"), ("map", None, MAP)]), 400, "BAD_REQUEST", "isn't valid JSON"),
            ("no map", form(&[("operations", None, operations), ("0", Some("a"), b"{}")]), 400, "BAD_REQUEST", "The part `map` is missing"),
            ("a map that is none", form(&[("operations", None, operations), ("map", None, b"[]"), ("0", Some("a"), b"{}")]), 400, "BAD_REQUEST", "`map` must be an object"),
            ("a path to nowhere", form(&[("operations", None, operations), ("map", None, br#"{"0": ["variables.input.files.0"]}"#), ("0", Some("a"), b"{}")]), 400, "BAD_REQUEST", "leads to no null"),
            ("a path past the variables", form(&[("operations", None, operations), ("map", None, br#"{"0": ["query"]}"#), ("0", Some("a"), b"{}")]), 400, "BAD_REQUEST", "leads to no null"),
            ("a part that nobody named", form(&[("operations", None, operations), ("map", None, MAP), ("1", Some("a"), b"{}")]), 400, "BAD_REQUEST", "is not in `map`"),
            ("a part that didn't come", form(&[("operations", None, operations), ("map", None, two), ("1", Some("a"), b"{}")]), 400, "BAD_REQUEST", "\"0\", which `map` names, didn't come"),
            ("a form that breaks off", cut, 400, "BAD_REQUEST", "The form can't be read"),
            ("too much", form(&[("operations", None, operations), ("map", None, MAP), ("0", Some("a"), &large)]), 413, "BODY_TOO_LARGE", "400000"),
        ];
        for (name, body, status, code, message) in cases {
            let reply = send(&admin, body).await;
            assert_eq!(reply.status, status, "{name}: {}", reply.text());
            assert_eq!(reply.error_codes(), [code], "{name}");
            assert!(reply.text().contains(&message.replace('"', "\\\"")), "{name}: {}", reply.text());
        }
        // A document that fails when the file is there already.
        let bad = json!({"query": "mutation($f: Upload!) { nothing(file: $f) }", "variables": {"f": null}}).to_string();
        let reply = send(&admin, form(&[("operations", None, bad.as_bytes()), ("map", None, br#"{"0": ["variables.f"]}"#), ("0", Some("a"), b"{}")])).await;
        assert_eq!(reply.error_codes()[0], "GRAPHQL_VALIDATION_FAILED");
        for table in ["blob", "blob_chunk", "job"] {
            assert_eq!(app.database.column(&format!("SELECT count(*) FROM {table}")).await, ["0"], "{table}");
        }
    }

    async fn files_are_taken_from_admins_alone(database: TestDatabase) {
        let app = TestApp::on(database).await;
        let reply = send(&app.storefront(), upload("a", b"{}", json!({}))).await;
        assert_eq!((reply.status.as_u16(), &reply.error_codes()[..]), (415, &[String::from("UNSUPPORTED_MEDIA_TYPE")][..]));
        assert_eq!(app.database.column("SELECT count(*) FROM blob").await, ["0"]);

        let admin = app.admin().await;
        let no_boundary = Request::post("/graphql").header(header::CONTENT_TYPE, "multipart/form-data");
        let reply = admin.send(no_boundary.body(Body::from("x")).unwrap()).await;
        assert_eq!(reply.status, 400);

        // A handle of a file that did not come with this request stands for nothing.
        let forged = json!({"query": IMPORT, "variables": {"input": {"file": format!("sha256:{}", "0".repeat(64))}}}).to_string();
        let request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
        let reply = admin.send(request.body(Body::from(forged)).unwrap()).await;
        assert_eq!(reply.error_codes(), ["BAD_USER_INPUT"], "{}", reply.text());
    }

    async fn a_form_without_files_is_a_request_like_any_other(database: TestDatabase) {
        let app = TestApp::on(database).await;
        let admin = app.admin().await;
        let reply = send(&admin, form(&[("operations", None, br#"{"query": "{ __typename }"}"#), ("map", None, b"{}")])).await;
        assert_eq!(reply.data(), json!({"__typename": "Query"}));
    }

    async fn a_file_waits_for_whoever_writes_the_store(database: TestDatabase) {
        let app = TestApp::with(database, &[("VITRINE_DATABASE__ACQUIRE_TIMEOUT_SECONDS", "1")]).await;
        let admin = app.admin().await;
        let writing = app.app.store().begin(&Actor::command_line()).await.unwrap();
        let sending = tokio::spawn(async move { send(&admin, upload("a", b"{}", json!({}))).await });
        // Longer than a connection is waited for.
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        drop(writing);
        let data = sending.await.unwrap().data();
        assert_eq!(data["catalogImport"]["job"]["file"], json!({"name": "a", "size": 2}));
    }
}

#[tokio::test]
async fn a_file_that_has_waited_long_enough_is_refused_with_the_way_out() {
    let settings = [
        ("VITRINE_DATABASE__ACQUIRE_TIMEOUT_SECONDS", "1"),
        ("VITRINE_SERVER__UPLOAD_PATIENCE_MILLISECONDS", "1"),
    ];
    let app = TestApp::with(TestDatabase::sqlite().await, &settings).await;
    let admin = app.admin().await;
    let writing = app.app.store().begin(&Actor::command_line()).await.unwrap();
    let reply = send(&admin, upload("a", b"{}", json!({}))).await;
    assert_eq!(
        (reply.status.as_u16(), reply.error_codes()),
        (503, vec![String::from("SERVICE_UNAVAILABLE")])
    );
    assert!(
        reply.text().contains("Send it again in a while"),
        "{}",
        reply.text()
    );
    drop(writing);
}
