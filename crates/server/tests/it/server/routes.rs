use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use testkit::database::TestDatabase;

use crate::support::app::TestApp;

#[tokio::test]
async fn the_top_leads_to_graphiql_and_the_unknown_says_where_things_are() {
    let test = TestApp::on(TestDatabase::sqlite().await).await;
    let client = test.storefront();
    let top = client.get("/").await;
    assert_eq!(
        (top.status, top.header("location")),
        (StatusCode::TEMPORARY_REDIRECT, "/graphiql")
    );
    assert_eq!(client.get("/graphiql").await.status, StatusCode::OK);
    let unknown = client.get("/nothing").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(unknown.error_codes(), ["NOT_FOUND"]);
}

#[tokio::test]
async fn a_long_answer_is_compressed_as_the_client_likes_and_a_short_one_is_not() {
    let test = TestApp::on(TestDatabase::sqlite().await).await;
    let client = test.storefront();
    let ask = |query: &str, accepted: &str| {
        let query = url::form_urlencoded::byte_serialize(query.as_bytes()).collect::<String>();
        Request::get(format!("/graphql?query={query}"))
            .header(header::ACCEPT_ENCODING, accepted)
            .body(Body::empty())
            .unwrap()
    };
    let long = "{ __schema { types { name description } } }";
    for encoding in ["zstd", "br", "gzip"] {
        let reply = client.send(ask(long, encoding)).await;
        assert_eq!(reply.header("content-encoding"), encoding);
        assert!(
            reply.header("vary").contains("accept-encoding")
                || reply
                    .headers
                    .get_all("vary")
                    .iter()
                    .any(|v| v == "accept-encoding")
        );
    }
    assert_eq!(
        client
            .send(ask(long, "identity"))
            .await
            .header("content-encoding"),
        ""
    );
    assert_eq!(
        client
            .send(ask("{ __typename }", "gzip"))
            .await
            .header("content-encoding"),
        ""
    );
}

#[tokio::test]
async fn every_answer_says_that_it_is_not_to_be_sniffed() {
    let test = TestApp::on(TestDatabase::sqlite().await).await;
    for path in [
        "/",
        "/graphql",
        "/graphiql",
        "/healthz",
        "/readyz",
        "/metrics",
        "/nothing",
    ] {
        assert_eq!(
            test.storefront()
                .get(path)
                .await
                .header("x-content-type-options"),
            "nosniff",
            "{path}"
        );
    }
}
