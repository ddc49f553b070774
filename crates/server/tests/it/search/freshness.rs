//! The index is in step with the catalogue, whatever happens on the way.

use std::time::Duration;

use testkit::on_each_database;

use crate::support::{
    app::SAMPLE,
    shop::{Shop, shown},
};

fn product(code: &str, name: &str) -> &'static str {
    let line = format!(
        r#"{{"type":"product","code":"{code}","slug":"{code}","name":"{name}","status":"ACTIVE","channels":["us"],"categories":["tents"],"variants":[{{"sku":"{code}","prices":[{{"amount":"5.00","currency":"USD"}}],"stock":[{{"location":"columbus","onHand":1}}]}}]}}"#
    );
    Box::leak(line.into_boxed_str())
}

on_each_database! {
    async fn a_search_sees_the_change_that_it_asks_for(database: TestDatabase) {
        let shop = Shop::open(database).await;
        for number in 0..5 {
            shop.app.import(product("yurt", &format!("Yurt number{number}"))).await;
            let version = shown(shop.app.app.store().catalog_version().await.unwrap());
            let found = shop.find(&format!("query: \"number{number}\", atLeast: \"{version}\"")).await;
            assert_eq!(found, ["yurt"]);
        }
    }

    async fn an_index_that_does_not_come_so_far_in_time_is_said(database: TestDatabase) {
        let mut shop = Shop::closed(database, &[("VITRINE_SERVER__SEARCH_PATIENCE_MILLISECONDS", "50")]).await;
        shop.app.import(SAMPLE).await;
        shop.follow();
        shop.settle().await;
        shop.kill();
        shop.app.import(product("yurt", "Yurt")).await;
        let version = shown(shop.app.app.store().catalog_version().await.unwrap());
        let query = format!("{{ search(query: \"yurt\", atLeast: \"{version}\") {{ nodes {{ code }} }} }}");
        assert_eq!(shop.ask(&query).await.error_codes(), ["SEARCH_BEHIND"]);
        shop.follow();
        shop.settle().await;
        assert_eq!(shop.find("query: \"yurt\"").await, ["yurt"]);
    }

    async fn a_new_index_is_waited_for_until_it_is_filled(database: TestDatabase) {
        let patient = [
            ("VITRINE_SERVER__SEARCH_PATIENCE_MILLISECONDS", "60000"),
            ("VITRINE_SERVER__REQUEST_TIMEOUT_SECONDS", "60"),
        ];
        let mut shop = Shop::closed(database, &patient).await;
        shop.app.import(SAMPLE).await;
        // Neither nothing nor a part is an answer.
        shop.follow();
        assert!(shop.find("query: \"tent\"").await.contains(&String::from("tent-ridge")));
    }

    async fn an_index_that_is_not_filled_in_time_is_unavailable(database: TestDatabase) {
        let shop = Shop::closed(database, &[("VITRINE_SERVER__SEARCH_PATIENCE_MILLISECONDS", "50")]).await;
        shop.app.import(SAMPLE).await;
        let reply = shop.ask("{ search(query: \"tent\") { nodes { code } } }").await;
        assert_eq!(reply.error_codes(), ["SEARCH_UNAVAILABLE"]);
        assert!(reply.text().contains("filled for the first time"), "{}", reply.text());
    }

    async fn what_touches_many_products_shows_in_all_of_them(database: TestDatabase) {
        let shop = Shop::open(database).await;
        for line in [
            r#"{"type":"category","code":"outdoor","slug":"outdoor","name":"Wilderness"}"#,
            r#"{"type":"category","code":"tents","slug":"tents","name":"Tents","parent":"workshop"}"#,
            r#"{"type":"priceList","code":"bulk-usd","name":"Fixings","currency":"USD","priority":1,"channels":["us"],"unitPrecision":4,"customerGroups":["b2b"]}"#,
            r#"{"type":"attribute","code":"material","name":"Material","valueType":"TEXT","filterable":false,"searchable":false}"#,
            r#"{"type":"attribute","code":"sizes","name":"size","valueType":"TEXT","filterable":true}"#,
            r#"{"type":"attribute","code":"sizes","name":"Capacity","valueType":"TEXT"}"#,
            r#"{"type":"attribute","code":"ruling","name":"Ruling","valueType":"ENUM","filterable":true,"values":[{"code":"lined","name":"Lined"}]}"#,
            r#"{"type":"attribute","code":"ruling","name":"Ruling","valueType":"ENUM","values":[{"code":"lined","name":"Lined"},{"code":"dots","name":"Dotted"}]}"#,
            r#"{"type":"channel","code":"us","name":"United States","currencies":["USD"],"defaultCurrency":"USD","locales":["en-US","en","fr"],"defaultLocale":"en-US","country":"US","taxRates":{"reduced":"0","standard":"0"},"locations":["hamburg"]}"#,
        ] {
            shop.app.import(line).await;
            shop.settle().await;
            let differences = shop.differences().await;
            assert!(differences.is_empty(), "{line}: {differences:?}");
        }
        assert_eq!(shop.find("query: \"wilderness umbrella\"").await, ["umbrella-drizzle"]);
        let workshop = shop.find("filter: {category: {code: [\"workshop\"]}}").await;
        assert!(workshop.contains(&String::from("tent-ridge")), "{workshop:?}");
    }

    async fn an_indexer_that_is_killed_again_and_again_converges(database: TestDatabase) {
        let mut shop = Shop::closed(database, &[]).await;
        shop.app.import(SAMPLE).await;
        for round in 0..12_u64 {
            shop.follow();
            shop.app.import(product(&format!("p{}", round % 5), &format!("Product of round{round}"))).await;
            // Somewhere in the middle, ever later.
            tokio::time::sleep(Duration::from_millis(round * 4)).await;
            shop.kill();
        }
        shop.follow();
        shop.settle().await;
        let differences = shop.differences().await;
        assert!(differences.is_empty(), "{differences:?}");
        assert_eq!(differences.products, 63 + 5);
    }

    async fn a_restarted_server_tells_at_once_what_the_index_reflects(database: TestDatabase) {
        restarted(Shop::open(database).await).await;
    }

    async fn a_restarted_server_tells_at_once_what_a_shared_index_reflects(database: TestDatabase) {
        let Some(shop) = Shop::in_elasticsearch(database).await else { return };
        restarted(shop).await;
    }

    async fn a_deleted_product_is_found_no_more(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let store = shop.app.app.store();
        let mut transaction = store.begin(&persistence::Actor::command_line()).await.unwrap();
        let code = domain::text::Code::parse("tent-ridge").unwrap();
        let found = transaction.products_by_code(std::slice::from_ref(&code)).await.unwrap();
        transaction.delete_products(found.into_values().collect()).await.unwrap();
        transaction.commit().await.unwrap();
        shop.settle().await;
        assert!(!shop.find("query: \"ridge\"").await.contains(&String::from("tent-ridge")));
        assert!(shop.differences().await.is_empty());
    }

    async fn a_price_that_begins_later_needs_no_indexing(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let line = r#"{"type":"product","code":"yurt","slug":"yurt","name":"Yurt","status":"ACTIVE","channels":["us"],"variants":[{"sku":"yurt","prices":[{"amount":"500.00","currency":"USD"},{"amount":"300.00","currency":"USD","validFrom":"2026-11-23T00:00:00Z"}]}]}"#;
        shop.app.import(line).await;
        shop.settle().await;
        let cheap = "query: \"yurt\", filter: {price: {max: \"400\"}}";
        assert_eq!(shop.find(cheap).await, Vec::<String>::new());
        shop.app.database.clock().advance(chrono::TimeDelta::days(2));
        assert_eq!(shop.find(cheap).await, ["yurt"]);
    }

    async fn what_was_changed_behind_the_index_is_found_and_mended(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let spoil = "UPDATE product SET name = 'Spoilt' WHERE code = 'tent-ridge'";
        shop.app.database.execute(spoil).await.unwrap();
        shop.app.database.execute("DELETE FROM product WHERE code = 'umbrella-drizzle'").await.unwrap();
        let indexer = shop.app.app.indexer();
        let found = shop.differences().await;
        assert_eq!((found.stale.len(), found.ghosts.len(), found.missing.len()), (1, 1, 0));
        let mended = indexer.check(true, &server::indexer::Tally::default()).await.unwrap();
        assert!(mended.mended && mended.count() == 2);
        assert!(shop.differences().await.is_empty());
        assert_eq!(shop.find("query: \"spoilt\"").await, ["tent-ridge"]);
    }

    async fn a_new_index_is_built_aside_while_the_old_one_answers(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let indexer = shop.app.app.indexer();
        let before = shop.find("query: \"tent\"").await;
        let tally = server::indexer::Tally::default();
        let building = indexer.reindex(&tally);
        let asking = async {
            for number in 0..10 {
                let mut found = shop.find("query: \"tent\"").await;
                found.retain(|code| code != "late");
                assert_eq!(found, before);
                shop.app.import(product("late", &format!("Late number{number}"))).await;
            }
        };
        let (built, ()) = tokio::join!(building, asking);
        assert!(built.unwrap() >= 63);
        shop.settle().await;
        assert_eq!(shop.find("query: \"number9\"").await, ["late"]);
        assert!(shop.differences().await.is_empty());
        assert!(indexer.roll_back().await.unwrap());
        shop.settle().await;
        assert!(shop.differences().await.is_empty());
    }
}

/// What an answer reflects, before and after a restart, with nothing changed in between.
async fn restarted(mut shop: Shop) {
    const REFLECTS: &str = "{ search(query: \"tent\", context: {channel: \"us\", locale: \"en\"}) { catalogVersion indexedAt nodes { code } } }";
    shop.come_to_rest().await;
    let newest = shown(shop.app.app.store().catalog_version().await.unwrap());
    let before = shop.ask(REFLECTS).await.data()["search"].take();
    assert_eq!(before["catalogVersion"], newest);
    shop.restart().await;
    let after = shop.ask(REFLECTS).await.data()["search"].take();
    assert_eq!(after, before, "nobody follows yet");
    shop.app
        .database
        .clock()
        .advance(chrono::TimeDelta::hours(1));
    shop.follow();
    let asked = REFLECTS.replace("search(", &format!("search(atLeast: \"{newest}\", "));
    let after = shop.ask(&asked).await.data()["search"].take();
    assert_eq!(
        (&after["catalogVersion"], &after["nodes"]),
        (&before["catalogVersion"], &before["nodes"])
    );
    // It was looked for changes, and there were none.
    while shop.ask(REFLECTS).await.data()["search"]["indexedAt"] == before["indexedAt"] {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    shop.app.import(product("yurt", "Yurt")).await;
    let version = shown(shop.app.app.store().catalog_version().await.unwrap());
    assert_eq!(
        shop.find(&format!("query: \"yurt\", atLeast: \"{version}\""))
            .await,
        ["yurt"]
    );
}
