use axum::{body::Body, http::Request};
use serde_json::json;
use testkit::database::TestDatabase;

use crate::support::app::TestApp;

#[tokio::test]
async fn a_configured_limit_is_the_front_doors() {
    let test = TestApp::with(
        TestDatabase::sqlite().await,
        &[("VITRINE_LIMITS__ALIASES", "2")],
    )
    .await;
    let client = test.storefront();
    assert_eq!(
        client.run("{ a: __typename b: __typename }").await.data()["b"],
        "Query"
    );
    assert_eq!(
        client
            .run("{ a: __typename b: __typename c: __typename }")
            .await
            .error_codes(),
        ["TOO_MANY_ALIASES"]
    );
}

#[tokio::test]
async fn who_may_write_may_send_more() {
    let test = TestApp::with(TestDatabase::sqlite().await, &[]).await;
    let set: Vec<_> = (0..5_000)
        .map(|n| json!({ "sku": format!("SKU-{n}"), "prices": [{ "amount": "1.00", "currency": "EUR" }] }))
        .collect();
    let body = json!({
        "query": "mutation($set: [SkuPricesInput!]) { pricesSet(input: { set: $set }) { userErrors { message } } }",
        "variables": { "set": set },
    })
    .to_string();
    assert!(body.len() > 256 * 1024);
    let post = || {
        Request::post("/graphql")
            .header("content-type", "application/json")
            .body(Body::from(body.clone()))
            .unwrap()
    };
    let answer = test.admin().await.send(post()).await;
    let errors = &answer.data()["pricesSet"]["userErrors"];
    assert_eq!(errors[0]["message"], "There is no SKU \"SKU-0\".");
    assert_eq!(
        test.storefront().send(post()).await.error_codes(),
        ["BODY_TOO_LARGE"]
    );
}
