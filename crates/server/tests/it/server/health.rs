use axum::http::StatusCode;
use serde_json::json;
use testkit::database::TestDatabase;

use crate::support::app::TestApp;

testkit::on_each_database! {
    async fn a_server_whose_database_answers_is_ready(database: TestDatabase) {
        let test = TestApp::on(database).await;
        let reply = test.storefront().get("/readyz").await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(reply.json(), json!({ "status": "ready", "database": "reachable, schema current", "search": "embedded" }));
    }

    async fn without_its_database_a_server_lives_but_is_not_ready(database: TestDatabase) {
        let test = TestApp::on(database).await;
        test.app.store().close().await;
        let reply = test.storefront().get("/readyz").await;
        assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(reply.json()["status"], "the database is not reachable");
        assert_eq!(test.storefront().get("/healthz").await.status, StatusCode::OK);
    }

    async fn a_schema_that_lost_a_migration_makes_a_server_unready(database: TestDatabase) {
        let test = TestApp::on(database).await;
        test.database.execute("DELETE FROM seaql_migrations WHERE version LIKE '%create_api_key'").await.unwrap();
        let reply = test.storefront().get("/readyz").await;
        assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(reply.json()["status"], "the schema is older than this program: run `vitrine migrate`");
    }
}

#[tokio::test]
async fn a_server_that_ends_is_not_ready() {
    let test = TestApp::on(TestDatabase::sqlite().await).await;
    test.app.end();
    let reply = test.storefront().get("/readyz").await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.json()["status"], "the server is ending");
}

#[tokio::test]
async fn a_search_index_that_is_away_is_told_and_stops_nothing() {
    let settings = [("VITRINE_SEARCH_URL", "http://shop:s3cret@127.0.0.1:1")];
    let test = TestApp::with(TestDatabase::sqlite().await, &settings).await;
    let reply = test.storefront().get("/readyz").await;
    assert_eq!(reply.status, StatusCode::OK);
    let search = reply.json()["search"].as_str().unwrap().to_owned();
    assert!(
        search.starts_with("degraded: ") && !search.contains("s3cret"),
        "{search}"
    );
}

#[tokio::test]
async fn figures_tell_requests_by_status_and_statements() {
    let test = TestApp::on(TestDatabase::sqlite().await).await;
    test.storefront()
        .run("{ products { nodes { name } } }")
        .await;
    test.storefront().get("/elsewhere").await;
    let reply = test.storefront().get("/metrics").await;
    let figures = reply.text();
    assert!(
        figures.contains(
            "vitrine_http_requests_total{route=\"/graphql\",method=\"POST\",status=\"200\"} 1"
        ),
        "{figures}"
    );
    assert!(
        figures.contains(
            "vitrine_http_requests_total{route=\"other\",method=\"GET\",status=\"404\"} 1"
        ),
        "{figures}"
    );
    let statements = figures
        .lines()
        .find_map(|line| line.strip_prefix("vitrine_sql_statements_total "))
        .unwrap();
    assert!(statements.parse::<u64>().unwrap() > 0);
}
