//! A gateway in front of the server, and the context of a whole request.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};
use testkit::database::TestDatabase;

use crate::support::{
    app::{SAMPLE, TestApp},
    client::Client,
};

const LAMP: &str = r#"{ _entities(representations: [{ __typename: "ProductVariant", sku: "OST-HER-BLK" }]) {
    ... on ProductVariant { product { name } price { unit { currency } } } } }"#;

#[tokio::test]
async fn who_is_buying_is_said_for_a_whole_request_by_a_header() {
    let test = TestApp::on(TestDatabase::sqlite().await).await;
    test.import(SAMPLE).await;
    let client = test.storefront();
    let lamp = |name: &str, currency: &str| json!([{ "product": { "name": name }, "price": { "unit": { "currency": currency } } }]);
    let german = lamp("Schreibtischleuchte Heron", "EUR");
    assert_eq!(ask(&client, None).await["data"]["_entities"], german);
    let american = ask(&client, Some(r#"{"channel":"us"}"#)).await;
    assert_eq!(
        american["data"]["_entities"],
        lamp("Heron desk lamp", "USD")
    );
    for wrong in ["us", r#"{"chanel":"us"}"#, r#"{"channel":7}"#, "\u{ff}"] {
        let answer = ask(&client, Some(wrong)).await;
        assert_eq!(answer["data"]["_entities"], json!([null]), "{wrong}");
        assert_eq!(
            answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT",
            "{wrong}"
        );
    }
    // It holds for every field that has no context: Relay's `node` could not have one.
    let name = r#"{ product(by: { code: "desk-lamp-heron" }) { name } }"#;
    let answer = post(&client, name, Some(r#"{"channel":"us"}"#)).await;
    assert_eq!(answer["data"]["product"]["name"], "Heron desk lamp");
    // Whoever names a context in a reference has said it all.
    let own = LAMP.replace(
        r#"sku: "OST-HER-BLK""#,
        r#"sku: "OST-HER-BLK", context: {}"#,
    );
    let answer = post(&client, &own, Some(r#"{"channel":"us"}"#)).await;
    assert_eq!(answer["data"]["_entities"], german);
}

#[tokio::test]
async fn what_others_may_not_see_is_in_no_subgraph_of_theirs() {
    let test = TestApp::on(TestDatabase::sqlite().await).await;
    let query = "{ _service { sdl } }";
    let sdl = |data: Value| data["_service"]["sdl"].as_str().unwrap().to_owned();
    let storefront = sdl(test.storefront().run(query).await.data());
    let admin = sdl(test.admin().await.run(query).await.data());
    assert!(!storefront.contains("stockLevels") && admin.contains("stockLevels"));
    assert!(storefront.starts_with("extend schema @link("));
}

async fn ask(client: &Client, context: Option<&str>) -> Value {
    post(client, LAMP, context).await
}

async fn post(client: &Client, query: &str, context: Option<&str>) -> Value {
    let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
    if let Some(context) = context {
        request = request.header("Vitrine-Context", context);
    }
    let body = Body::from(json!({ "query": query }).to_string());
    client.send(request.body(body).unwrap()).await.json()
}
