//! Attributes, channels, locations and customer groups by code; products by a text; how often attributes are used.

use serde_json::{Value, json};
use testkit::on_each_database;

use crate::support::{Shop, errors, many_products};

async fn data(shop: &Shop, query: &str) -> Value {
    let mut answer = shop.ask_as_admin(query).await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"].take()
}

/// The codes of a list.
async fn codes(shop: &Shop, list: &str) -> Vec<String> {
    let found = data(
        shop,
        &format!("{{ list: {list} {{ nodes {{ code }} totalCount }} }}"),
    )
    .await;
    let nodes = found["list"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["code"].as_str().unwrap().to_owned())
        .collect()
}

on_each_database! {
    async fn reference_things_are_listed_by_code_and_looked_up(database: TestDatabase) {
        let shop = Shop::open(database).await;
        assert_eq!(codes(&shop, "attributes").await, ["colour", "material", "released", "washable", "weight"]);
        assert_eq!(codes(&shop, r#"attributes(filter: { text: "WASH" })"#).await, ["washable"]);
        assert_eq!(codes(&shop, r#"attributes(filter: { code: ["weight", "colour", "none"] })"#).await, ["colour", "weight"]);
        assert_eq!(codes(&shop, r#"channels(filter: { text: "united" })"#).await, ["us"]);
        assert_eq!(codes(&shop, "locations").await, ["berlin", "reno"]);
        assert_eq!(codes(&shop, "customerGroups").await, ["b2b"]);
        assert_eq!(codes(&shop, r#"priceLists(filter: { text: "EURO" })"#).await, ["b2b-eur"]);
        let found = data(&shop, r#"{
            attribute(by: { code: "colour" }, context: { locale: "de" }) { id name productCount }
            channel(by: { code: "de" }) { id name taxRates { taxClass } }
            location(by: { code: "reno" }) { country } customerGroup(by: { code: "b2b" }) { name }
            none: channel(by: { code: "fr" }) { name }
        }"#).await;
        assert_eq!(found["attribute"]["name"], "Farbe");
        assert_eq!(found["location"], json!({ "country": "US" }));
        assert_eq!(found["customerGroup"], json!({ "name": "Resellers" }));
        assert_eq!(found["none"], Value::Null);
        let (attribute, channel) = (found["attribute"]["id"].as_str().unwrap(), found["channel"]["id"].as_str().unwrap());
        let by_id = data(&shop, &format!(r#"{{ attribute(by: {{ id: "{attribute}" }}) {{ code }} }}"#)).await;
        assert_eq!(by_id["attribute"], json!({ "code": "colour" }));
        let wrong = shop.ask_as_admin(&format!(r#"{{ attribute(by: {{ id: "{channel}" }}) {{ code }} }}"#)).await;
        assert!(errors(&wrong)[0].starts_with("INVALID_ID: "), "{wrong:#}");
    }

    async fn pages_by_code_give_each_thing_once_from_both_ends(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let page = |arguments: String| {
            let shop = &shop;
            async move {
                let query = format!("{{ attributes({arguments}) {{ nodes {{ code }} totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}");
                data(shop, &query).await["attributes"].take()
            }
        };
        for (size, cursor, more, start) in [("first", "after", "hasNextPage", "endCursor"), ("last", "before", "hasPreviousPage", "startCursor")] {
            let (mut seen, mut place) = (Vec::new(), String::new());
            loop {
                let found = page(format!("{size}: 2{place}")).await;
                assert_eq!(found["totalCount"], 5);
                seen.extend(found["nodes"].as_array().unwrap().iter().map(|node| node["code"].as_str().unwrap().to_owned()));
                if found["pageInfo"][more] == false {
                    break;
                }
                place = format!(", {cursor}: {}", found["pageInfo"][start]);
            }
            seen.sort();
            assert_eq!(seen, ["colour", "material", "released", "washable", "weight"], "{size}");
        }
        let all = page(String::from("first: 1")).await;
        let cursor = &all["pageInfo"]["endCursor"];
        let wrong = shop.ask_as_admin(&format!("{{ channels(after: {cursor}) {{ totalCount }} }}")).await;
        assert!(errors(&wrong)[0].starts_with("INVALID_CURSOR: "), "{wrong:#}");
    }

    async fn products_are_found_by_a_text_in_code_name_or_sku(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.import(r#"{"type":"product","code":"eclair_50%","slug":"eclair","name":"Éclair","status":"DRAFT","variants":[{"sku":"E"}]}"#).await;
        let found = |text: &'static str| {
            let shop = &shop;
            async move { codes(shop, &format!(r#"products(filter: {{ text: "{text}" }}, sort: {{ key: CODE }})"#)).await }
        };
        assert_eq!(found("GANIC").await, ["tee"]);
        assert_eq!(found("m-BLACK").await, ["tee"]);
        assert_eq!(found("Draft-").await, ["draft-cap"]);
        assert_eq!(found("eclair").await, ["eclair_50%"]);
        assert_eq!(found("ÉCL").await, ["eclair_50%"]);
        // No wildcards.
        assert_eq!(found("_50%").await, ["eclair_50%"]);
        assert_eq!(found("t%e").await, [] as [&str; 0]);
        assert_eq!(found("\\u0000").await, [] as [&str; 0]);
        assert_eq!(found("' OR 1 = 1 --").await, [] as [&str; 0]);
    }

    async fn attributes_tell_how_many_products_have_them_in_one_statement(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let query = "{ attributes { nodes { code productCount } } }";
        let counts = data(&shop, query).await;
        let counts: Vec<(String, i64)> = counts["attributes"]["nodes"].as_array().unwrap().iter()
            .map(|node| (node["code"].as_str().unwrap().to_owned(), node["productCount"].as_i64().unwrap()))
            .collect();
        let counts: Vec<(&str, i64)> = counts.iter().map(|(code, count)| (code.as_str(), *count)).collect();
        // The tee has its weight on a variant.
        assert_eq!(counts, [("colour", 1), ("material", 1), ("released", 1), ("washable", 1), ("weight", 3)]);
        shop.import(&many_products(4)).await;
        shop.import(r#"{"type":"product","code":"p0","status":"ARCHIVED"}"#).await;
        data(&shop, "{ nodes(ids: []) { id } }").await;
        let before = shop.store.statements();
        let counts = data(&shop, query).await;
        assert_eq!(counts["attributes"]["nodes"][1], json!({ "code": "material", "productCount": 5 }));
        assert_eq!(shop.store.statements() - before, 2, "one looks whether the reference is current");
    }
}
