//! The same with the index in an Elasticsearch, which can be away.

use serde_json::Value;
use testkit::on_each_database;

use crate::support::{
    app::SAMPLE,
    passage::Passage,
    shop::{Shop, codes, shown},
};

on_each_database! {
    async fn a_shared_index_is_in_step_and_agrees_with_the_database(database: TestDatabase) {
        let Some(shop) = Shop::in_elasticsearch(database).await else { return };
        assert_eq!(shop.find("query: \"rain jacket\"").await[0], "rain-jacket-skerry");
        crate::search::agreement::filters_agree(&shop).await;
        let line = r#"{"type":"product","code":"yurt","slug":"yurt","name":"Yurt","status":"ACTIVE","channels":["us"],"variants":[{"sku":"YURT"}]}"#;
        shop.app.import(line).await;
        let version = shown(shop.app.app.store().catalog_version().await.unwrap());
        assert_eq!(shop.find(&format!("query: \"yurt\", atLeast: \"{version}\"")).await, ["yurt"]);
        assert!(shop.differences().await.is_empty());
        let indexer = shop.app.app.indexer();
        assert_eq!(indexer.reindex(&server::indexer::Tally::default()).await.unwrap(), 64);
        assert!(shop.differences().await.is_empty());
        assert_eq!(shop.find("query: \"yurt\"").await, ["yurt"]);
    }

    async fn a_server_that_starts_without_the_engine_fills_the_index_when_it_comes(database: TestDatabase) {
        let Some(real) = testkit::index::elasticsearch_address() else { return };
        let mut way = Passage::to(&real).await;
        let mut shop = Shop::at(database, &way.url()).await;
        shop.app.import(SAMPLE).await;
        shop.follow();
        browsing_goes_on(&shop).await;
        way.open().await;
        shop.settle().await;
        assert!(shop.find("query: \"tent\"").await.contains(&String::from("tent-ridge")));
        assert!(shop.differences().await.is_empty());
    }

    async fn with_the_engine_stopped_browsing_goes_on_and_all_changes_arrive_after_its_return(database: TestDatabase) {
        let Some(real) = testkit::index::elasticsearch_address() else { return };
        let mut way = Passage::to(&real).await;
        way.open().await;
        let mut shop = Shop::at(database, &way.url()).await;
        shop.app.import(SAMPLE).await;
        shop.follow();
        shop.settle().await;
        for round in ["first", "second"] {
            way.cut().await;
            browsing_goes_on(&shop).await;
            let line = format!(r#"{{"type":"product","code":"{round}","slug":"{round}","name":"Yurt {round}","status":"ACTIVE","channels":["us"],"variants":[{{"sku":"{round}"}}]}}"#);
            shop.app.import(Box::leak(line.into_boxed_str())).await;
            let renamed = r#"{"type":"category","code":"tents","slug":"tents","name":"Canvas ROUND","parent":"camping"}"#.replace("ROUND", round);
            shop.app.import(Box::leak(renamed.into_boxed_str())).await;
            browsing_goes_on(&shop).await;
            way.open().await;
            shop.settle().await;
            assert_eq!(shop.find(&format!("query: \"yurt {round}\"")).await, [round]);
            assert!(shop.find(&format!("query: \"canvas {round}\"")).await.contains(&String::from("tent-ridge")));
            assert!(shop.differences().await.is_empty());
        }
        let ready = shop.storefront().get("/readyz").await;
        assert!(!ready.text().contains("degraded"), "{}", ready.text());
    }

    async fn of_two_servers_one_writes_and_the_other_takes_over(database: TestDatabase) {
        let Some(shop) = Shop::in_elasticsearch(database).await else { return };
        let store = shop.app.app.store();
        let long = std::time::Duration::from_secs(600);
        assert_eq!(store.lease("search index shared", "another", long).await.unwrap(), None);
        shop.app.app.indexer().end().await;
        // The follower may have taken it again at once; silence for long loses it in any case.
        shop.app.database.execute("UPDATE lease SET holder = 'another', expires_at = 0").await.unwrap();
        let line = r#"{"type":"product","code":"yurt","slug":"yurt","name":"Yurt","status":"ACTIVE","channels":["us"],"variants":[{"sku":"YURT"}]}"#;
        shop.app.import(line).await;
        shop.settle().await;
        assert_eq!(shop.find("query: \"yurt\"").await, ["yurt"]);
    }
}

/// All but search answers, and search says what is the matter.
async fn browsing_goes_on(shop: &Shop) {
    let reply = shop
        .ask("{ search(query: \"tent\") { nodes { code } } }")
        .await;
    assert_eq!(
        reply.error_codes(),
        ["SEARCH_UNAVAILABLE"],
        "{}",
        reply.text()
    );
    let reply = shop
        .ask("{ suggest(prefix: \"ten\") { queries { text } } }")
        .await;
    assert_eq!(
        reply.error_codes(),
        ["SEARCH_UNAVAILABLE"],
        "{}",
        reply.text()
    );
    // What the page has beside it is there.
    let page = "{ category(by: {code: \"camping\"}, context: {channel: \"us\"}) { name products(first: 2) { nodes { code similar { code } } } search { nodes { code } } } }";
    let reply = shop.ask(page).await;
    let category = &reply.json()["data"]["category"];
    let listed = &category["products"]["nodes"];
    assert_eq!(
        (
            codes(listed).len(),
            &category["search"],
            &listed[0]["similar"]
        ),
        (2, &Value::Null, &Value::Null),
        "{category}"
    );
    assert_eq!(
        reply.error_codes(),
        ["SEARCH_UNAVAILABLE"; 3],
        "{}",
        reply.text()
    );
    let ready = shop.storefront().get("/readyz").await;
    assert_eq!(ready.status, 200);
    assert!(ready.text().contains("degraded"), "{}", ready.text());
}
