//! Who changed what and when.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::on_each_database;

use crate::support::{Shop, errors};

const ENTRIES: &str = "{ totalCount nodes { at actor kind code action changes { field before after } nodeId } pageInfo { endCursor hasNextPage } }";

async fn log(shop: &Shop, arguments: &str) -> Value {
    let mut answer = shop
        .ask_as_admin(&format!("{{ auditLog{arguments} {ENTRIES} }}"))
        .await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"]["auditLog"].take()
}

async fn change(shop: &Shop, mutation: &str) -> Value {
    let mut answer = shop
        .ask_as_admin(&format!("mutation {{ done: {mutation} }}"))
        .await;
    assert_eq!(
        answer["data"]["done"]["userErrors"],
        json!([]),
        "{answer:#}"
    );
    answer["data"]["done"].take()
}

on_each_database! {
    async fn the_log_tells_who_changed_what_with_before_and_after(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let made = change(&shop, r#"categoryCreate(input: { code: "hats", slug: "hats", name: "Hats" }) { category { id } userErrors { message } }"#).await;
        shop.database.clock().advance(TimeDelta::hours(1));
        change(&shop, r#"categoryUpdate(by: { code: "hats" }, input: { name: "Caps", translations: [{ locale: "de", name: "Kappen" }] }) { userErrors { message } }"#).await;
        shop.database.clock().advance(TimeDelta::hours(1));
        change(&shop, r#"categoryDelete(by: { code: "hats" }) { userErrors { message } }"#).await;

        let found = log(&shop, r#"(filter: { kind: "category", code: "hats" })"#).await;
        assert_eq!(found["totalCount"], 3);
        let actions: Vec<&Value> = found["nodes"].as_array().unwrap().iter().map(|node| &node["action"]).collect();
        assert_eq!(actions, ["DELETED", "UPDATED", "CREATED"]);
        let id = &made["category"]["id"];
        assert!(found["nodes"].as_array().unwrap().iter().all(|node| node["nodeId"] == *id), "{found:#}");
        assert_eq!(found["nodes"][1]["changes"], json!([
            { "field": ["name"], "before": "Hats", "after": "Caps" },
            { "field": ["translations", "de"], "before": null, "after": { "name": "Kappen", "slug": null, "description": null } },
        ]));
        assert_eq!(found["nodes"][2]["changes"], json!([]));
        let gone = found["nodes"][0]["changes"].as_array().unwrap();
        assert!(gone.contains(&json!({ "field": ["name"], "before": "Caps", "after": null })), "{gone:#?}");
        let actor = found["nodes"][0]["actor"].as_str().unwrap();
        assert!(actor.ends_with("admin"), "{actor}");

        let by_id = log(&shop, &format!("(filter: {{ id: {id} }})")).await;
        assert_eq!(by_id["nodes"], found["nodes"]);
        let by_actor = log(&shop, &format!(r#"(filter: {{ actor: "{actor}" }})"#)).await;
        assert_eq!(by_actor["nodes"], found["nodes"]);
        let (second, third) = (&found["nodes"][1]["at"], &found["nodes"][0]["at"]);
        let window = log(&shop, &format!("(filter: {{ from: {second}, until: {third} }})")).await;
        assert_eq!(window["nodes"], json!([found["nodes"][1]]));
        assert_eq!(log(&shop, r#"(filter: { actor: "nobody" })"#).await["totalCount"], 0);
    }

    async fn the_log_is_walked_page_by_page(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let all = log(&shop, "(first: 250)").await;
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = log(&shop, &format!("(first: 4{after})")).await;
            seen.extend(page["nodes"].as_array().unwrap().clone());
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = format!(", after: {}", page["pageInfo"]["endCursor"]);
        }
        assert_eq!(json!(seen), all["nodes"]);
        assert_eq!(all["totalCount"], seen.len());
        let wrong = shop.ask_as_admin(r#"{ auditLog(after: "x") { totalCount } }"#).await;
        assert!(errors(&wrong)[0].starts_with("INVALID_CURSOR: "), "{wrong:#}");
    }
}
