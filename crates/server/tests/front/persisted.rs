//! Documents that are named instead of sent.

use std::path::Path;

use axum::http::StatusCode;
use serde_json::json;
use server::front::{Limits, PersistedRules, TrustedDocuments};

use crate::support::{Door, door_made, front};

const MANIFEST: &str = r#"{
    "a-book": "query Book($id: String!) { book(by: {id: $id}) { id title } }",
    "count": "mutation { count }",
    "secret": "{ book(by: {id: \"1\"}) { purchasePriceSecret } }"
}"#;

fn documents(manifest: &str) -> TrustedDocuments {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), manifest).unwrap();
    TrustedDocuments::read(file.path()).unwrap()
}

fn door(rules: PersistedRules) -> Door {
    door_made(Limits::default(), |front| {
        front
            .with_persisted_documents(rules, documents(MANIFEST))
            .unwrap()
    })
}

fn only() -> PersistedRules {
    PersistedRules {
        only_trusted: true,
        ..PersistedRules::default()
    }
}

#[tokio::test]
async fn a_trusted_document_is_run_by_its_name_over_post_and_get() {
    for door in [door(PersistedRules::default()), door(only())] {
        for name in ["documentId", "doc_id", "id"] {
            let body = json!({ name: "a-book", "variables": { "id": "7" } }).to_string();
            assert_eq!(door.post(body).await.data()["book"]["id"], "7", "{name}");
            let get = [(name, "a-book"), ("variables", r#"{"id":"7"}"#)];
            assert_eq!(door.get(&get).await.data()["book"]["id"], "7", "{name}");
        }
    }
}

#[tokio::test]
async fn a_trusted_document_is_no_way_past_method_and_role() {
    let door = door(only());
    let reply = door.get(&[("documentId", "count")]).await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    let named = json!({ "documentId": "count" }).to_string();
    assert_eq!(door.post(named).await.data()["count"], 1);
    let secret = json!({ "documentId": "secret" }).to_string();
    assert_eq!(
        door.post(secret.clone()).await.codes(),
        ["GRAPHQL_VALIDATION_FAILED"]
    );
    let shown = door.admin().post(secret).await.data();
    assert_eq!(shown["book"]["purchasePriceSecret"], 7);
}

#[tokio::test]
async fn where_only_trusted_documents_are_run_another_is_refused_with_a_clear_code() {
    let door = door(only());
    for reply in [
        door.run("{ __typename }").await,
        door.run("{ __schema { description } }").await,
        door.get(&[("query", "{ __typename }")]).await,
        door.get(&[("documentId", "other")]).await,
        door.admin().run("{ __typename }").await,
    ] {
        assert_eq!(
            (reply.status, reply.codes()),
            (
                StatusCode::FORBIDDEN,
                vec![String::from("DOCUMENT_NOT_TRUSTED")]
            )
        );
    }
    let exempt = self::door(PersistedRules {
        except_admins: true,
        ..only()
    });
    let admin = exempt.admin().run("{ __typename }").await;
    assert_eq!(admin.status, StatusCode::OK);
    let storefront = exempt.run("{ __typename }").await;
    assert_eq!(storefront.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_document_is_sent_once_and_then_named_by_its_hash_as_apollos_clients_do() {
    let door = door(PersistedRules::default());
    let query = "{ echo(text: \"persisted\") }";
    let extensions = json!({ "persistedQuery": {
        "version": 1, "sha256Hash": "e3c2eb42d31ac2a5c1c42fa6ac6e2e1b8ac8a9a93d5cde1f1a3b8f9a1a7f21f5" } });
    let named = json!({ "extensions": extensions }).to_string();
    let first = door.post(named).await;
    // What Apollo's clients look for.
    assert_eq!(first.message(), "PersistedQueryNotFound");
    assert_eq!(first.codes(), ["PERSISTED_QUERY_NOT_FOUND"]);
    let wrong = json!({ "query": query, "extensions": extensions }).to_string();
    assert_eq!(door.post(wrong).await.codes(), ["BAD_REQUEST"]);

    let hash: String = <sha2::Sha256 as sha2::Digest>::digest(query)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    let both = json!({ "query": query, "extensions": extensions }).to_string();
    door.post(both).await.data();
    let named = [("extensions", &*extensions.to_string())];
    assert!(door.get(&named).await.text.contains("persisted"));
}

#[test]
fn a_document_that_is_not_valid_is_found_at_the_start() {
    let manifest = r#"{"good": "{ __typename }", "bad-one": "query X {\n  nothing\n}"}"#;
    let checked = front(Limits::default())
        .with_persisted_documents(PersistedRules::default(), documents(manifest));
    let said = checked.err().unwrap().to_string();
    assert!(
        said.contains("the document \"bad-one\" is not valid: ")
            && said.contains("(line 2, column 3)"),
        "{said}"
    );
    assert!(TrustedDocuments::read(Path::new("/nowhere")).is_err());
}
