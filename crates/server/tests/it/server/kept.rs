//! Answers that are kept are those that would be made.

mod together;

use chrono::{SecondsFormat, TimeDelta};
use domain::access::Role;
use proptest::{
    prelude::*,
    sample::select,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};
use server::build_app_with;
use testkit::on_each_database;

use crate::support::{
    app::{SAMPLE, TestApp, config},
    client::Client,
    shop::Shop,
};

const LISTING: &str = "{ products(first: 100, context: {channel: \"us\"}) { totalCount nodes { code name priceRange { min { amount } max { amount } } availability { status } } } }";
const VARIANTS: &str = "{ products(first: 20, sort: {key: PRICE}, context: {channel: \"us\", customerGroup: null}) { nodes { variants(first: 5) { nodes { sku price { unit { amount } tiers { minQuantity unit { amount } } } availability { status availableQuantity } } } } } }";
const TREE: &str =
    "{ categories(first: 50, context: {channel: \"us\"}) { nodes { code name productCount } } }";
const QUOTE: &str = "{ quote(lines: [{sku: \"@\", quantity: 3}], context: {channel: \"us\"}) { total { amount } gross { amount } lines { sku price { unit { amount } } } } }";
const SEARCH: &str = "{ search(query: \"tent\", first: 50, facets: [{kind: PRICE}, {kind: AVAILABILITY}], context: {channel: \"us\", locale: \"en\"}) { redirect nodes { code name priceRange { min { amount } } availability { status } } totalCount { value } facets { values { value count } } } }";
const SUGGEST: &str = "{ suggest(prefix: \"te\", context: {channel: \"us\", locale: \"en\"}) { products { name } queries { text count } } }";

/// How many queries were answered so far by what is kept: `given`, `shared`, `outdated` or `new`.
async fn counted(client: &Client, kept: &str) -> u64 {
    let figures = client.get("/metrics").await;
    let start = format!("vitrine_kept_answers_total{{kept=\"{kept}\"}} ");
    let line = figures
        .text()
        .lines()
        .find_map(|line| line.strip_prefix(&start));
    line.map_or(0, |count| count.parse().unwrap())
}

/// Asks until the answer is given from memory: other tests commit on the same PostgreSQL.
async fn until_kept(client: &Client, query: &str) {
    for _ in 0..1_000 {
        let before = counted(client, "given").await;
        client.run(query).await.data();
        if counted(client, "given").await > before {
            return;
        }
    }
    panic!("nothing is kept of {query}");
}

/// The answer as it is made for somebody who asks for the first time.
async fn made(client: &Client, query: &str, number: usize) -> Value {
    client.run(&format!("{query} # {number}")).await.data()
}

fn sku_of(code: &str) -> String {
    let products = SAMPLE
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut products = products.filter(|line| line["type"] == "product");
    let product = products.find(|line| line["code"] == code).unwrap();
    product["variants"][0]["sku"].as_str().unwrap().to_owned()
}

const PRODUCTS: [&str; 2] = ["tent-ridge", "folding-wagon-trundle"];

#[derive(Clone, Debug)]
enum Step {
    /// A price, and another one from so many minutes from now on, if any.
    Price(u32, Option<i64>),
    Stock(u32),
    Name(u32),
    /// Published from and until so many minutes from now.
    Published(Option<i64>, Option<i64>),
    /// A redirect that begins so many minutes from now.
    Redirect(i64),
    /// So many minutes go by.
    Wait(i64),
    Nothing,
}

fn step() -> impl Strategy<Value = Step> {
    let soon = || proptest::option::of(1..20_i64);
    prop_oneof![
        (1..500_u32, soon()).prop_map(|(price, later)| Step::Price(price, later)),
        (0..3_u32).prop_map(Step::Stock),
        (0..9_u32).prop_map(Step::Name),
        (proptest::option::of(-5..20_i64), soon()).prop_map(|(from, until)| {
            let from = from.map(|from| until.map_or(from, |until| from.min(until - 1)));
            Step::Published(from, until)
        }),
        (-5..20_i64).prop_map(Step::Redirect),
        (1..30_i64).prop_map(Step::Wait),
        Just(Step::Nothing),
    ]
}

async fn take(shop: &Shop, admin: &Client, code: &str, step: &Step) {
    let database = &shop.app.database;
    let after = |minutes: i64| {
        let at = database.now() + TimeDelta::minutes(minutes);
        at.to_rfc3339_opts(SecondsFormat::Secs, true)
    };
    let sku = sku_of(code);
    let (field, input) = match step {
        Step::Price(price, later) => {
            let mut prices = vec![json!({"amount": price.to_string(), "currency": "USD"})];
            prices.extend(later.map(|later| json!({"amount": (price + 1).to_string(), "currency": "USD", "validFrom": after(later)})));
            (
                "pricesSet",
                json!({"set": [{"sku": sku, "prices": prices}]}),
            )
        }
        Step::Stock(units) => (
            "stockSet",
            json!({"lines": [{"sku": sku, "location": "columbus", "onHand": units}]}),
        ),
        Step::Name(number) => ("productUpdate", json!({"name": format!("Tent {number}")})),
        Step::Published(from, until) => (
            "productUpdate",
            json!({"status": "ACTIVE", "channels": [{"channel": "us", "from": from.map(after), "until": until.map(after)}]}),
        ),
        Step::Redirect(from) => (
            "searchRedirectSet",
            json!({"code": "r", "when": {"queries": ["tent"], "from": after(*from)}, "url": format!("/{from}")}),
        ),
        Step::Wait(minutes) => {
            database.clock().advance(TimeDelta::minutes(*minutes));
            return;
        }
        Step::Nothing => return,
    };
    let kind = match field {
        "pricesSet" => "PricesSetInput",
        "stockSet" => "StockSetInput",
        "productUpdate" => "ProductUpdateInput",
        _ => "SearchRedirectInput",
    };
    let by = if field == "productUpdate" {
        format!("by: {{code: \"{code}\"}}, ")
    } else {
        String::new()
    };
    let mutation = format!(
        "mutation($input: {kind}!) {{ {field}({by}input: $input) {{ userErrors {{ message }} }} }}"
    );
    let done = admin
        .run_with(&mutation, json!({ "input": input }))
        .await
        .data();
    assert_eq!(done[field]["userErrors"], json!([]), "{step:?}");
}

on_each_database! {
    async fn whatever_changes_or_goes_by_a_kept_answer_is_the_one_that_would_be_made(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let (admin, client) = (shop.app.admin().await, shop.storefront());
        let quote = QUOTE.replace('@', &sku_of("tent-ridge"));
        let queries = [LISTING, VARIANTS, TREE, &quote, SEARCH, SUGGEST];
        let mut runner = TestRunner::new_with_rng(Config::default(), TestRunner::deterministic().new_rng());
        let one = (step(), select(&PRODUCTS[..]), select((0..queries.len()).collect::<Vec<_>>()));
        let steps = proptest::collection::vec(one, 80).new_tree(&mut runner).unwrap().current();
        for (number, (step, code, at)) in steps.iter().enumerate() {
            take(&shop, &admin, code, step).await;
            shop.settle().await;
            // Each query is there while something changes, and not only when it is asked for.
            for (place, query) in queries.iter().enumerate() {
                if place != *at && number % 5 != 0 {
                    continue;
                }
                let fresh = made(&client, query, number).await;
                for _ in 0..3 {
                    let kept = client.run(query).await.data();
                    assert_eq!(kept, fresh, "{query} after {number} steps, the last of which was {step:?}");
                }
            }
        }
        let (given, outdated) = (counted(&client, "given").await, counted(&client, "outdated").await);
        assert!(given >= 80 && outdated >= 20, "{given} given, {outdated} outdated");
    }

    async fn what_was_found_before_the_index_came_so_far_is_not_given_after_it_did(database: TestDatabase) {
        let mut shop = Shop::open(database).await;
        let client = shop.storefront();
        shop.kill();
        let rename = json!({"input": {"name": "Yurt"}});
        let mutation = "mutation($input: ProductUpdateInput!) { productUpdate(by: {code: \"tent-ridge\"}, input: $input) { userErrors { message } } }";
        shop.app.admin().await.run_with(mutation, rename).await.data();
        let query = "{ search(query: \"yurt\", context: {channel: \"us\", locale: \"en\"}) { nodes { code } } }";
        until_kept(&client, query).await;
        assert_eq!(client.run(query).await.data()["search"]["nodes"], json!([]));
        shop.follow();
        shop.settle().await;
        assert_eq!(client.run(query).await.data()["search"]["nodes"], json!([{"code": "tent-ridge"}]));
    }

    async fn what_a_reservation_held_is_there_again_when_it_has_expired(database: TestDatabase) {
        let app = TestApp::on(database).await;
        app.import(SAMPLE).await;
        let (client, admin) = (app.storefront(), app.admin().await);
        let sku = sku_of("tent-ridge");
        let lines = json!({"input": {"lines": [{"sku": sku, "location": "columbus", "onHand": 1}]}});
        let set = "mutation($input: StockSetInput!) { stockSet(input: $input) { userErrors { message } } }";
        admin.run_with(set, lines).await.data();
        let lines = json!({"input": {"lines": [{"sku": sku, "location": "columbus", "quantity": 1}], "channel": "us"}});
        let reserve = "mutation($input: StockReserveInput!) { stockReserve(input: $input) { userErrors { message } } }";
        let done = admin.run_with(reserve, lines).await.data();
        assert_eq!(done["stockReserve"]["userErrors"], json!([]));
        let now = match app.database.backend() {
            persistence::Backend::Sqlite => "CAST(unixepoch('now', 'subsec') * 1000000 AS INTEGER)",
            persistence::Backend::Postgres => "CAST(extract(epoch FROM statement_timestamp()) * 1000000 AS BIGINT)",
        };
        app.database.execute(&format!("UPDATE reservation_line SET expires_at = {now} + 1500000")).await.unwrap();
        let query = "{ product(by: {code: \"tent-ridge\"}, context: {channel: \"us\"}) { variants(first: 1) { nodes { availability { status } } } } }";
        let status = async || client.run(query).await.data()["product"]["variants"]["nodes"][0]["availability"]["status"].clone();
        assert_eq!(status().await, "OUT_OF_STOCK");
        until_kept(&client, query).await;
        tokio::time::sleep(std::time::Duration::from_millis(1_600)).await;
        assert_eq!(status().await, "IN_STOCK");
    }

    async fn what_one_server_changes_another_answers_at_once(database: TestDatabase) {
        let app = TestApp::on(database).await;
        app.import(SAMPLE).await;
        let folder = tempfile::tempdir().unwrap();
        let settings = config(&app.database, &[("VITRINE_DATA_DIR", folder.path().to_str().unwrap())]);
        let other = build_app_with(&settings, app.database.setup()).await.unwrap();
        let (admin, client) = (app.admin().await, Client::new(other.router(), None));
        let query = "{ product(by: {code: \"tent-ridge\"}, context: {channel: \"us\"}) { name } }";
        until_kept(&client, query).await;
        for number in 0..30 {
            let rename = format!("mutation {{ productUpdate(by: {{code: \"tent-ridge\"}}, input: {{name: \"Tent {number}\"}}) {{ userErrors {{ message }} }} }}");
            admin.run(&rename).await.data();
            for _ in 0..3 {
                assert_eq!(client.run(query).await.data()["product"]["name"], format!("Tent {number}"));
            }
        }
        until_kept(&client, query).await;
    }

    async fn what_is_asked_again_takes_one_statement_whatever_it_is(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let client = shop.storefront();
        for query in [LISTING, SEARCH] {
            let first = client.run(query).await;
            until_kept(&client, query).await;
            let (before, given) = (shop.app.app.store().statements(), counted(&client, "given").await);
            let again = client.run(query).await;
            assert_eq!(again.bytes, first.bytes);
            assert_eq!(again.header("cache-control"), first.header("cache-control"));
            if counted(&client, "given").await > given {
                // The follower of the outbox asks at times of its own.
                let statements = shop.app.app.store().statements() - before;
                assert!((1..=3).contains(&statements), "{statements}");
            }
        }
    }

    async fn who_sees_something_else_is_answered_something_else(database: TestDatabase) {
        let app = TestApp::on(database).await;
        app.import(SAMPLE).await;
        let query = "query A($channel: String = \"us\") { products(first: 100, context: {channel: $channel}) { nodes { code priceRange { min { amount currency } } } } }
            query B { products(first: 1) { nodes { code } } }";
        let anonymous = app.storefront();
        let bound = {
            let secret = "vtr_bound_to_a_channel_0123456789abcdef";
            let new = persistence::NewApiKey {
                secret: secret.to_owned(),
                name: String::from("bound"),
                role: Role::Storefront,
                channels: Some(vec![domain::text::Code::parse("de").unwrap()]),
                expires_at: None,
            };
            app.app.store().api_key_create(new).await.unwrap();
            app.with_key(secret)
        };
        let post = |operation: &str, variables: Value, context: Option<&str>| {
            let body = json!({"query": query, "operationName": operation, "variables": variables}).to_string();
            let mut request = axum::http::Request::post("/graphql").header("content-type", "application/json");
            if let Some(context) = context {
                request = request.header("vitrine-context", context);
            }
            request.body(axum::body::Body::from(body)).unwrap()
        };
        let mut answers = Vec::new();
        for _ in 0..6 {
            let us = anonymous.send(post("A", json!({}), None)).await.data();
            let de = anonymous.send(post("A", json!({"channel": "de"}), None)).await.data();
            let one = anonymous.send(post("B", json!({}), Some("{\"channel\": \"us\"}"))).await.data();
            let other = anonymous.send(post("B", json!({}), Some("{\"channel\": \"de\"}"))).await.data();
            let forbidden = bound.send(post("A", json!({}), None)).await;
            assert_eq!(forbidden.error_codes(), ["FORBIDDEN"]);
            let of_key = bound.send(post("A", json!({"channel": "de"}), None)).await.data();
            assert_eq!(of_key, de);
            assert_ne!(us, de);
            answers.push(json!([us, de, one, other]));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        assert!(counted(&anonymous, "given").await > 0);
    }

    async fn admins_and_faults_are_answered_anew(database: TestDatabase) {
        let app = TestApp::on(database).await;
        app.import(SAMPLE).await;
        let (client, admin) = (app.storefront(), app.admin().await);
        for _ in 0..4 {
            admin.run(LISTING).await.data();
            let refused = client.run("{ products(context: {channel: \"nowhere\"}) { nodes { code } } }").await;
            assert_eq!(refused.error_codes(), ["UNKNOWN_CHANNEL"]);
        }
        assert_eq!(counted(&client, "given").await, 0);
    }

    async fn without_memory_nothing_is_kept(database: TestDatabase) {
        let app = TestApp::with(database, &[("VITRINE_CACHING__ANSWER_BYTES", "0")]).await;
        app.import(SAMPLE).await;
        let client = app.storefront();
        for _ in 0..4 {
            client.run(LISTING).await.data();
        }
        for kept in ["given", "shared", "outdated", "new"] {
            assert_eq!(counted(&client, kept).await, 0);
        }
    }
}
