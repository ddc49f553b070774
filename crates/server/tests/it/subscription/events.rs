//! Server-sent events by the graphql-sse protocol, distinct connections mode.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio::time::timeout;
use tower::ServiceExt as _;

use super::{SECRET, Shop};
use crate::support::socket::PATIENCE;

/// Events as they come.
struct Events {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    text: String,
}

impl Events {
    async fn of(router: Router, request: Request<Body>) -> Self {
        let (head, body) = router.oneshot(request).await.unwrap().into_parts();
        Self {
            status: head.status,
            headers: head.headers,
            body,
            text: String::new(),
        }
    }

    /// The next event and its data; comments are passed over. None: there are no more.
    async fn next(&mut self) -> Option<(String, String)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                if event.starts_with(':') {
                    continue;
                }
                let (name, data) = event.split_once('\n').unwrap();
                let name = name.strip_prefix("event: ").unwrap();
                return Some((
                    name.to_owned(),
                    data.strip_prefix("data:").unwrap().trim().to_owned(),
                ));
            }
            let frame = timeout(PATIENCE, self.body.frame())
                .await
                .expect("nothing comes")?;
            let bytes = frame.unwrap().into_data().unwrap();
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    async fn next_json(&mut self) -> Value {
        let (name, data) = self.next().await.unwrap();
        assert_eq!(name, "next");
        serde_json::from_str(&data).unwrap()
    }

    async fn completed(&mut self) {
        assert_eq!(
            self.next().await,
            Some((String::from("complete"), String::new()))
        );
        assert_eq!(self.next().await, None);
    }
}

fn post(query: &str, accept: &str) -> Request<Body> {
    Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, accept)
        .body(Body::from(json!({"query": query}).to_string()))
        .unwrap()
}

fn get(query: &str) -> Request<Body> {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("query", query)
        .finish();
    Request::get(format!("/graphql?{query}"))
        .header(header::ACCEPT, "text/event-stream")
        .body(Body::empty())
        .unwrap()
}

const EVENTS: &str = "text/event-stream";
/// As clients of several protocols have it.
const ANYTHING: &str = "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed";
const PRODUCTS: &str = r#"subscription { productChanged(filter: {code: ["mug"]}, context: {channel: "de"}) { product { name } } }"#;

testkit::on_each_database! {
    async fn a_subscription_sends_events_by_post_and_by_get(database: TestDatabase) {
        let shop = Shop::on(database).await;
        for request in [post(PRODUCTS, EVENTS), post(PRODUCTS, ANYTHING), get(PRODUCTS)] {
            let mut events = Events::of(shop.app.app.router(), request).await;
            assert_eq!(events.status, StatusCode::OK);
            assert_eq!(events.headers[header::CONTENT_TYPE], "text/event-stream; charset=utf-8");
            assert_eq!(events.headers.get(header::CONTENT_ENCODING), None);
            let name = 'told: {
                for round in 0..100 {
                    shop.product("mug", json!({"name": format!("Mug {round}")})).await;
                    if let Ok(next) = timeout(Duration::from_millis(500), events.next_json()).await {
                        break 'told next["data"]["productChanged"]["product"]["name"].as_str().unwrap().to_owned();
                    }
                }
                panic!("nothing is told");
            };
            assert!(name.starts_with("Mug "), "{name}");
        }
    }

    async fn a_stream_ends_with_its_key(database: TestDatabase) {
        let shop = Shop::on(database).await;
        let mut request = post("subscription { productChanged { code } }", EVENTS);
        request.headers_mut().insert(header::AUTHORIZATION, format!("Bearer {SECRET}").parse().unwrap());
        let mut events = Events::of(shop.app.app.router(), request).await;
        let store = shop.app.app.store();
        let key = store.api_key_by_secret(SECRET).await.unwrap().unwrap();
        store.api_key_revoke(&key.prefix).await.unwrap().unwrap();
        assert_eq!(events.next().await, None);
    }
}

#[tokio::test]
async fn queries_mutations_and_errors_are_events_too() {
    let shop = Shop::on(testkit::database::TestDatabase::sqlite().await).await;
    let ask = async |request| Events::of(shop.app.app.router(), request).await;
    let mut events = ask(post("{ __typename }", EVENTS)).await;
    assert_eq!(
        events.next_json().await["data"],
        json!({"__typename": "Query"})
    );
    events.completed().await;
    let mut events = ask(get("{ nonsense }")).await;
    assert_eq!(events.status, StatusCode::OK);
    assert_eq!(
        events.next_json().await["errors"][0]["extensions"]["code"],
        "GRAPHQL_VALIDATION_FAILED"
    );
    events.completed().await;
    let mut events = ask(post(
        "subscription { productChanged(context: {channel: \"x\"}) { code } }",
        EVENTS,
    ))
    .await;
    assert_eq!(
        events.next_json().await["errors"][0]["extensions"]["code"],
        "UNKNOWN_CHANNEL"
    );
    events.completed().await;

    // What is wrong with the HTTP request has its status.
    let mut request = get(
        "mutation { locationCreate(input: {code: \"a\", name: \"A\"}) { userErrors { code } } }",
    );
    request.headers_mut().insert(
        header::AUTHORIZATION,
        format!("Bearer {SECRET}").parse().unwrap(),
    );
    assert_eq!(ask(request).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let mut request = post("{ __typename }", EVENTS);
    request
        .headers_mut()
        .insert(header::CONTENT_TYPE, "text/plain".parse().unwrap());
    assert_eq!(
        ask(request).await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );

    // Who accepts both gets JSON where one answer is all there is.
    let reply = shop
        .app
        .storefront()
        .send(post("{ __typename }", ANYTHING))
        .await;
    assert_eq!(reply.data(), json!({"__typename": "Query"}));
    // And without events a subscription is refused with the way out.
    let reply = shop
        .app
        .storefront()
        .run("subscription { productChanged { code } }")
        .await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert_eq!(reply.error_codes(), ["SUBSCRIPTION_NOT_SUPPORTED"]);
    assert!(reply.text().contains("text/event-stream") && reply.text().contains("/graphql/ws"));
}

#[tokio::test]
async fn streams_are_limited_and_end_with_the_server() {
    let settings = [("VITRINE_SUBSCRIPTIONS__MAX_EVENT_STREAMS", "1")];
    let shop = Shop::with(testkit::database::TestDatabase::sqlite().await, &settings).await;
    let subscribe = || post("subscription { productChanged { code } }", EVENTS);
    let mut first = Events::of(shop.app.app.router(), subscribe()).await;
    let reply = shop.app.storefront().send(subscribe()).await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.error_codes(), ["TOO_MANY_STREAMS"]);
    shop.app.app.end();
    first.completed().await;
}
