use axum::{body::Body, http::Request};
use testkit::database::TestDatabase;

use crate::support::app::TestApp;

async fn answered_with(given: Option<&str>) -> String {
    let test = TestApp::on(TestDatabase::sqlite().await).await;
    let mut request = Request::get("/healthz");
    if let Some(given) = given {
        request = request.header("X-Request-Id", given);
    }
    let reply = test
        .storefront()
        .send(request.body(Body::empty()).unwrap())
        .await;
    reply.header("x-request-id").to_owned()
}

#[tokio::test]
async fn a_request_keeps_the_name_that_it_came_with() {
    assert_eq!(answered_with(Some("checkout-7f")).await, "checkout-7f");
}

#[tokio::test]
async fn a_request_without_a_name_or_with_a_strange_one_gets_one() {
    assert_eq!(answered_with(None).await.len(), 16);
    assert_eq!(answered_with(Some("a b{}")).await.len(), 16);
}
