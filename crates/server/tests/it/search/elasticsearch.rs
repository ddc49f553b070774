//! The same with the index in an Elasticsearch, which can be away.

use testkit::on_each_database;
use tokio::net::{TcpListener, TcpStream};

use crate::support::{
    app::SAMPLE,
    shop::{Shop, shown},
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

    async fn without_the_engine_browsing_goes_on_and_the_index_comes_back_by_itself(database: TestDatabase) {
        let Some(real) = testkit::index::elasticsearch_address() else { return };
        // An address at which nothing listens yet.
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let mut shop = Shop::at(database, &format!("http://127.0.0.1:{port}"), &real).await;
        shop.app.import(SAMPLE).await;
        shop.follow();
        let reply = shop.ask("{ search(query: \"tent\") { nodes { code } } }").await;
        assert_eq!(reply.error_codes(), ["SEARCH_UNAVAILABLE"]);
        let browsed = shop.ask("{ products(first: 3) { nodes { code } } }").await.data();
        assert_eq!(browsed["products"]["nodes"].as_array().unwrap().len(), 3);
        let ready = shop.storefront().get("/readyz").await;
        assert_eq!(ready.status, 200);
        assert!(ready.text().contains("degraded"), "{}", ready.text());

        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let target = real.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let passing = tokio::spawn(async move {
            loop {
                let (mut inside, _) = listener.accept().await.unwrap();
                let target = target.clone();
                tokio::spawn(async move {
                    let mut outside = TcpStream::connect(target).await.unwrap();
                    // Either side may end it.
                    let _ = tokio::io::copy_bidirectional(&mut inside, &mut outside).await;
                });
            }
        });
        shop.settle().await;
        assert!(shop.find("query: \"tent\"").await.contains(&String::from("tent-ridge")));
        assert!(shop.differences().await.is_empty());
        passing.abort();
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
