use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::access::Role;
use testkit::database::TestDatabase;

use crate::support::{
    app::{SAMPLE, TestApp},
    client::{Client, Reply},
};

async fn shop(settings: &[(&str, &str)]) -> TestApp {
    let app = TestApp::with(TestDatabase::sqlite().await, settings).await;
    app.import(SAMPLE).await;
    app
}

fn ask(query: &str, headers: &[(header::HeaderName, &str)]) -> Request<Body> {
    let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let mut request = Request::get(format!("/graphql?query={query}"));
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    request.body(Body::empty()).unwrap()
}

async fn get(client: &Client, query: &str) -> Reply {
    client.send(ask(query, &[])).await
}

const NAMES: &str = "{ products(context: {channel: \"us\"}) { nodes { name } } }";
const PRICES: &str =
    "{ products(context: {channel: \"us\"}) { nodes { name priceRange { min { amount } } } } }";
const STOCK: &str = "{ products(context: {channel: \"us\"}) { nodes { priceRange { min { amount } } availability { status } } } }";

#[tokio::test]
async fn what_changes_soonest_decides_how_long_an_answer_is_kept() {
    let app = shop(&[("VITRINE_CACHING__PRICE_SECONDS", "20")]).await;
    let client = app.storefront();
    for (query, expected) in [
        (NAMES, "public, max-age=60"),
        (PRICES, "public, max-age=20"),
        (STOCK, "public, max-age=5"),
        ("{ __schema { description } }", "public, max-age=300"),
    ] {
        let reply = get(&client, query).await;
        assert_eq!(reply.header("cache-control"), expected, "{query}");
        assert_eq!(
            reply.header("vary"),
            "accept, authorization, accept-encoding"
        );
        assert_eq!(client.run(query).await.header("cache-control"), expected);
    }
}

#[tokio::test]
async fn errors_and_mutations_are_kept_by_nobody() {
    let app = shop(&[]).await;
    let client = app.storefront();
    for query in [
        "{ nothing }",
        "{",
        "{ products(first: 251) { nodes { name } } }",
        "{ products(context: {channel: \"nowhere\"}) { nodes { name } } }",
    ] {
        let reply = get(&client, query).await;
        assert_eq!(reply.header("cache-control"), "no-store", "{query}");
        assert_eq!(reply.header("etag"), "");
    }
    let mutation = "mutation { jobCancel(id: \"x\") { job { id } } }";
    let reply = app.admin().await.run(mutation).await;
    assert_eq!(reply.header("cache-control"), "no-store");
}

#[tokio::test]
async fn where_a_token_decides_the_answer_it_is_private() {
    let app = shop(&[]).await;
    let secret = "vtr_storefront_of_the_test_0123456789ab";
    app.key(secret, Role::Storefront).await;
    let storefront = get(&app.with_key(secret), NAMES).await;
    assert_eq!(storefront.header("cache-control"), "private, max-age=60");
    let admin = get(&app.admin().await, NAMES).await;
    assert_eq!(admin.header("cache-control"), "private, no-cache");
}

#[tokio::test]
async fn an_answer_that_is_known_is_not_sent_again() {
    let app = shop(&[]).await;
    let client = app.storefront();
    let first = get(&client, NAMES).await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"'), "{tag}");
    for known in [tag.clone(), format!("\"x\", W/{tag}"), String::from("*")] {
        let again = client
            .send(ask(NAMES, &[(header::IF_NONE_MATCH, &known)]))
            .await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{known}");
        assert_eq!(again.header("etag"), tag);
        assert_eq!(again.header("cache-control"), "public, max-age=60");
        assert_eq!(again.text(), "");
    }
    let other = client
        .send(ask(PRICES, &[(header::IF_NONE_MATCH, &tag)]))
        .await;
    assert_eq!(other.status, StatusCode::OK);
    let posted = client.run(NAMES).await;
    assert_eq!(posted.header("etag"), "");

    // Packed, it has other bytes.
    let gzip = [(header::ACCEPT_ENCODING, "gzip")];
    let long = "{ __schema { types { name description } } }";
    let packed = client.send(ask(long, &gzip)).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    let weak = packed.header("etag").to_owned();
    assert!(weak.starts_with("W/\""), "{weak}");
    let known = [gzip[0].clone(), (header::IF_NONE_MATCH, &weak)];
    let again = client.send(ask(long, &known)).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn an_answer_says_what_it_cost_and_what_it_might_have() {
    let app = shop(&[]).await;
    let answer = app.storefront().run(NAMES).await.json();
    let cost = &answer["extensions"]["cost"];
    assert_eq!(cost["limit"], 50_000);
    assert_eq!(cost["requested"], 5 + 1 + 24);
    let nested = "{ categories(first: 250) { nodes { products(first: 250) { nodes { name } } } } }";
    let refused = app.storefront().run(nested).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(refused.error_codes(), ["COST_TOO_HIGH"]);
    let error = &refused.json()["errors"][0];
    assert_eq!(error["extensions"]["limit"], 50_000);
    let measured = error["extensions"]["measured"].as_u64().unwrap();
    assert!(measured > 62_500, "{measured}");
    app.admin().await.run(nested).await.data();
}

#[tokio::test]
async fn the_pages_of_a_listing_pass_for_a_stranger() {
    let app = shop(&[]).await;
    let rich = "{ products(first: 100, context: {channel: \"us\"}) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node {
        id code slug name description brand categories { id slug name } attributes { code name value } options { name values } media { url alt kind }
        priceRange { min { amount currency } max { amount currency } } availability { status }
        variants(first: 10) { nodes { id sku name selectedOptions { name value } attributes { code value } media { url }
          price { unit { amount currency } net { amount } gross { amount } tax { amount } total { amount } compareAt { amount } tiers { minQuantity unit { amount } } quantityRule { minimum maximum increment } }
          availability { status availableQuantity byLocation { status } } } } } } } }";
    app.storefront().run(rich).await.data();
}
