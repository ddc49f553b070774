//! The query `changes`.

use serde_json::{Value, json};
use testkit::outbox::settled;

use super::{SECRET, Shop};
use crate::support::client::Client;

async fn page(client: &Client, after: Option<&Value>, first: u32) -> Value {
    let query = "query($after: String, $first: Int) { changes(after: $after, first: $first) {
        nodes { kind action code version changedFields nodeId node { id ... on Product { name } } }
        edges { cursor } cursor latestCursor pageInfo { endCursor hasNextPage } } }";
    let reply = client
        .run_with(query, json!({"after": after, "first": first}))
        .await;
    reply.data()["changes"].take()
}

fn shown(page: &Value) -> Vec<String> {
    let nodes = page["nodes"].as_array().unwrap().iter();
    nodes
        .map(|node| {
            format!(
                "{} {} {}",
                node["kind"].as_str().unwrap(),
                node["code"].as_str().unwrap(),
                node["action"].as_str().unwrap()
            )
        })
        .collect()
}

testkit::on_each_database! {
    async fn changes_are_read_page_by_page_and_followed(database: TestDatabase) {
        let shop = Shop::on(database).await;
        let admin = shop.app.with_key(SECRET);
        let total: usize = shop.app.database.column("SELECT count(*) FROM outbox").await[0].parse().unwrap();
        let (mut after, mut all) = (None, Vec::new());
        loop {
            let read = page(&admin, after.as_ref(), 5).await;
            all.extend(shown(&read));
            assert_eq!(read["cursor"], read["pageInfo"]["endCursor"]);
            after = Some(read["cursor"].clone());
            if all.len() == total {
                assert_eq!(read["pageInfo"]["hasNextPage"], false);
                break;
            }
        }
        for expected in ["location here CREATED", "product mug CREATED", "product lamp CREATED"] {
            assert_eq!(all.iter().filter(|shown| *shown == expected).count(), 1, "{expected}: {all:?}");
        }
        // Nothing new, and a place to go on from.
        let empty = page(&admin, after.as_ref(), 5).await;
        assert_eq!((shown(&empty), &empty["cursor"]), (vec![], after.as_ref().unwrap()));
        assert_eq!(empty["latestCursor"], empty["cursor"]);

        shop.product("mug", json!({"name": "Better"})).await;
        let id = admin.run(r#"{ product(by: {code: "lamp"}) { id } }"#).await.data()["product"]["id"].take();
        admin.run(&format!("mutation {{ productDelete(by: {{id: {id}}}) {{ userErrors {{ message }} }} }}")).await.data();
        let mut new = page(&admin, after.as_ref(), 50).await;
        while new["nodes"].as_array().unwrap().len() < 2 {
            new = page(&admin, after.as_ref(), 50).await;
        }
        assert_eq!(shown(&new), ["product mug UPDATED", "product lamp DELETED"]);
        assert_eq!(new["nodes"][0]["changedFields"], json!(["name"]));
        assert_eq!(new["nodes"][0]["node"]["name"], "Better");
        assert_eq!((&new["nodes"][1]["nodeId"], &new["nodes"][1]["node"]), (&id, &json!(null)));
        let rest = page(&admin, Some(&new["edges"][0]["cursor"]), 50).await;
        assert_eq!(shown(&rest), ["product lamp DELETED"]);
    }

    async fn a_cursor_that_is_too_old_or_of_elsewhere_is_told_so(database: TestDatabase) {
        let shop = Shop::on(database).await;
        let admin = shop.app.with_key(SECRET);
        let mut first = page(&admin, None, 1).await;
        while first["nodes"].as_array().unwrap().is_empty() {
            first = page(&admin, None, 1).await;
        }
        shop.app.database.clock().advance(chrono::TimeDelta::days(8));
        shop.product("mug", json!({"name": "Later"})).await;
        let (store, before) = (shop.app.app.store(), shop.app.database.now() - chrono::TimeDelta::days(7));
        settled(store, store.catalog_version().await.unwrap()).await;
        while store.sweep_outbox(before).await.unwrap() > 0 {}
        let codes = async |after: &Value| {
            let query = "query($after: String) { changes(after: $after) { cursor } }";
            admin.run_with(query, json!({"after": after})).await.error_codes()
        };
        assert_eq!(codes(&first["cursor"]).await, ["CHANGES_EXPIRED"]);
        assert_eq!(codes(&json!("nonsense")).await, ["INVALID_CURSOR"]);
        let kept = page(&admin, None, 10).await;
        assert_eq!(shown(&kept).last().unwrap(), "product mug UPDATED");
        assert!(codes(&kept["cursor"]).await.is_empty());
    }

    async fn changes_are_for_admins_alone(database: TestDatabase) {
        let shop = Shop::on(database).await;
        let reply = shop.app.storefront().run("{ changes { cursor } }").await;
        assert_eq!(reply.error_codes(), ["GRAPHQL_VALIDATION_FAILED"]);
        let admin = shop.app.with_key(SECRET);
        let reply = admin.run("{ changes(first: 251) { cursor } }").await;
        assert_eq!(reply.error_codes(), ["BAD_USER_INPUT"]);
    }
}
