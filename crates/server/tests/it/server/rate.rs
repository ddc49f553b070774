//! Limits of what is asked in a time.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::access::Role;
use serde_json::json;
use testkit::{database::TestDatabase, engine::redis_address};

use crate::support::{
    app::{TestApp, config},
    client::{Client, Reply},
    passage::Passage,
    program::Program,
    socket::Served,
    wire,
};

const QUERY: &str = "{ products(first: 10) { nodes { code } } }";

async fn ask_from(client: &Client, address: &str) -> Reply {
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-forwarded-for", format!("6.6.6.6, {address}"))
        .body(Body::from(json!({ "query": QUERY }).to_string()));
    client.send(request.unwrap()).await
}

/// Asks until it is too much.
async fn exhaust(client: &Client, address: &str) -> Reply {
    for _ in 0..100 {
        let reply = ask_from(client, address).await;
        if reply.status != StatusCode::OK {
            return reply;
        }
    }
    panic!("a hundred queries are not too much")
}

#[tokio::test]
async fn too_much_is_refused_with_when_to_come_back_and_only_to_who_asked_it() {
    let settings = [
        ("VITRINE_RATE_LIMITS__ADDRESS_PER_SECOND", "1"),
        ("VITRINE_RATE_LIMITS__ADDRESS_BURST", "200"),
        ("VITRINE_RATE_LIMITS__KEY_PER_SECOND", "1"),
        ("VITRINE_RATE_LIMITS__KEY_BURST", "300"),
        ("VITRINE_RATE_LIMITS__TRUSTED_HEADER", "x-forwarded-for"),
    ];
    let test = TestApp::with(TestDatabase::sqlite().await, &settings).await;
    let nobody = test.storefront();
    let reply = exhaust(&nobody, "1.2.3.4").await;
    assert_eq!(
        reply.status,
        StatusCode::TOO_MANY_REQUESTS,
        "{}",
        reply.text()
    );
    assert_eq!(reply.error_codes(), ["RATE_LIMITED"]);
    assert_eq!(reply.json().get("data"), None);
    let seconds: u64 = reply.header("retry-after").parse().unwrap();
    assert!((1..=200).contains(&seconds), "{seconds}");

    assert_eq!(ask_from(&nobody, "4.3.2.1").await.status, StatusCode::OK);
    let key = "vtr_0123456789abcdef0123456789abcdef";
    test.key(key, Role::Storefront).await;
    let holder = test.with_key(key);
    assert_eq!(ask_from(&holder, "1.2.3.4").await.status, StatusCode::OK);
    assert_eq!(
        exhaust(&holder, "1.2.3.4").await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
}

#[tokio::test]
async fn nothing_is_limited_unless_it_is_set() {
    let test = TestApp::on(TestDatabase::sqlite().await).await;
    let nobody = test.storefront();
    for _ in 0..100 {
        assert_eq!(ask_from(&nobody, "1.2.3.4").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_address_is_that_of_the_connection_where_no_proxy_is_trusted() {
    let program = Program::new()
        .set("VITRINE_RATE_LIMITS__ADDRESS_PER_SECOND", "1")
        .set("VITRINE_RATE_LIMITS__ADDRESS_BURST", "20");
    let server = program.serve(&[]);
    let products = "/graphql?query=%7Bproducts%28first%3A10%29%7Bnodes%7Bcode%7D%7D%7D";
    let mut refused = String::new();
    for _ in 0..50 {
        let answer = wire::get(&server.address, products).await;
        if answer.starts_with("HTTP/1.1 429") {
            refused = answer;
            break;
        }
    }
    assert!(refused.contains("retry-after: "), "{refused}");
}

#[tokio::test]
async fn what_comes_over_a_socket_is_counted_too() {
    let settings = [
        ("VITRINE_RATE_LIMITS__ADDRESS_PER_SECOND", "1"),
        ("VITRINE_RATE_LIMITS__ADDRESS_BURST", "20"),
    ];
    let test = TestApp::with(TestDatabase::sqlite().await, &settings).await;
    let served = Served::new(&test.app, &config(&test.database, &settings)).await;
    let mut socket = served.connect(json!({})).await;
    for _ in 0..50 {
        socket.subscribe("1", QUERY).await;
        let told = socket.hear().await;
        if told["type"] == "error" {
            let code = &told["payload"][0]["extensions"]["code"];
            assert_eq!(code, "RATE_LIMITED", "{told}");
            return;
        }
        assert_eq!(socket.hear().await["type"], "complete");
    }
    panic!("fifty queries are not too much");
}

/// How many queries of an address are answered before one is too much.
async fn answered(client: &Client, address: &str) -> u32 {
    for count in 0..100 {
        let reply = ask_from(client, address).await;
        if reply.status != StatusCode::OK {
            assert_eq!(reply.error_codes(), ["RATE_LIMITED"], "{}", reply.text());
            return count;
        }
    }
    panic!("a hundred queries are not too much")
}

#[tokio::test]
async fn servers_with_one_redis_count_together_and_each_for_itself_while_it_is_away() {
    let Some(redis) = redis_address() else { return };
    let mut way = Passage::to(&redis).await;
    way.open().await;
    let database = TestDatabase::sqlite().await;
    // Like no other's.
    let (url, prefix) = (way.url(), database.url().to_owned());
    let settings = [
        ("VITRINE_RATE_LIMITS__ADDRESS_PER_SECOND", "1"),
        ("VITRINE_RATE_LIMITS__ADDRESS_BURST", "200"),
        ("VITRINE_RATE_LIMITS__TRUSTED_HEADER", "x-forwarded-for"),
        ("VITRINE_RATE_LIMITS__REDIS_URL", &url),
        ("VITRINE_RATE_LIMITS__REDIS_PREFIX", &prefix),
    ];
    let one = TestApp::with(database, &settings).await;
    let two = TestApp::with(TestDatabase::sqlite().await, &settings).await;
    let (one, two) = (one.storefront(), two.storefront());
    let burst = answered(&one, "1.2.3.4").await;
    assert!(burst > 5, "{burst}");
    // A point may have run out again meanwhile, which is less than a query costs.
    assert!(answered(&two, "1.2.3.4").await <= 1);
    assert_eq!(ask_from(&two, "4.3.2.1").await.status, StatusCode::OK);

    way.cut().await;
    for client in [&one, &two] {
        assert!(answered(client, "1.2.3.4").await >= burst);
    }
    way.open().await;
    // It is asked again after a while.
    for last in 0.. {
        let address = format!("9.9.9.{last}");
        answered(&one, &address).await;
        if answered(&two, &address).await <= 1 {
            break;
        }
        assert!(last < 250, "they don't count together again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
