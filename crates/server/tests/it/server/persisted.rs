use serde_json::json;
use testkit::database::TestDatabase;

use crate::support::{app::TestApp, program::Program};

#[tokio::test]
async fn a_server_runs_only_the_documents_of_its_manifest_where_that_is_configured() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "web.json",
        r#"{"names": "{ products { nodes { name } } }"}"#,
    );
    write("root.graphql", "{ __typename }");
    let settings = [
        (
            "VITRINE_PERSISTED_DOCUMENTS",
            folder.path().to_str().unwrap(),
        ),
        ("VITRINE_DOCUMENTS__ONLY_PERSISTED", "true"),
        ("VITRINE_DOCUMENTS__EXCEPT_ADMINS", "true"),
    ];
    let app = TestApp::with(TestDatabase::sqlite().await, &settings).await;
    let client = app.storefront();
    let named = client.get("/graphql?documentId=root").await;
    assert_eq!(named.data(), json!({ "__typename": "Query" }));
    let named = client.get("/graphql?id=names").await;
    assert_eq!(named.data()["products"]["nodes"], json!([]));
    let other = client.run("{ products { nodes { code } } }").await;
    assert_eq!(other.error_codes(), ["DOCUMENT_NOT_TRUSTED"]);
    app.admin()
        .await
        .run("{ products { nodes { code } } }")
        .await
        .data();
}

#[test]
fn a_document_that_is_not_valid_stops_the_start_by_its_name() {
    let program = Program::new();
    program.file(
        "queries.json",
        r#"{"listing-7": "{ products { nodes { nmae } } }"}"#,
    );
    let program = program.set("VITRINE_PERSISTED_DOCUMENTS", "queries.json");
    let ran = program.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err
            .contains("queries.json: the document \"listing-7\" is not valid: ")
            && ran.err.contains("nmae"),
        "{}",
        ran.err
    );

    let program = Program::new().set("VITRINE_DOCUMENTS__ONLY_PERSISTED", "true");
    let ran = program.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err.contains("VITRINE_PERSISTED_DOCUMENTS"),
        "{}",
        ran.err
    );
}
