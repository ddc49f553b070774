//! What a shop sets for its search acts at once.

use serde_json::{Value, json};
use testkit::on_each_database;

use crate::support::{client::Client, shop::Shop};

async fn set(admin: &Client, name: &str, of: &str, input: Value) -> Value {
    let query = format!(
        "mutation($i: {of}!) {{ done: {name}(input: $i) {{ userErrors {{ code field message }} catalogVersion }} }}"
    );
    admin.run_with(&query, json!({ "i": input })).await.data()["done"].take()
}

async fn done(admin: &Client, name: &str, of: &str, input: Value) {
    let answer = set(admin, name, of, input).await;
    assert_eq!(answer["userErrors"], json!([]), "{answer}");
}

on_each_database! {
    async fn synonyms_act_at_once_and_in_their_direction(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let admin = shop.app.admin().await;
        assert_eq!(shop.find("query: \"bivouac\"").await, Vec::<String>::new());
        done(&admin, "searchSynonymsSet", "SearchSynonymsInput", json!({"code": "s", "from": "bivouac", "words": ["tent"]})).await;
        assert_eq!(shop.find("query: \"bivouac\"").await[0], "tent-ridge");
        done(&admin, "searchSynonymsSet", "SearchSynonymsInput", json!({"code": "s", "locale": "fr", "from": "bivouac", "words": ["tent"]})).await;
        assert_eq!(shop.find("query: \"bivouac\"").await, Vec::<String>::new());
        let gone = admin.run("mutation { searchSynonymsDelete(code: \"s\") { deletedCode userErrors { code } } }").await.data();
        assert_eq!(gone["searchSynonymsDelete"]["deletedCode"], "s");
        let again = admin.run("mutation { searchSynonymsDelete(code: \"s\") { deletedCode userErrors { code } } }").await.data();
        assert_eq!(again["searchSynonymsDelete"]["userErrors"][0]["code"], "NOT_FOUND");
    }

    async fn pins_come_first_and_weights_move_products(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let admin = shop.app.admin().await;
        let before = shop.find("query: \"tent\"").await;
        let last = before.last().unwrap();
        assert_ne!(before[0], *last);
        let when = json!({"queries": ["Tent"], "channel": "us"});
        done(&admin, "searchRuleSet", "SearchRuleInput", json!({"code": "r", "when": when, "pins": [last]})).await;
        assert_eq!(shop.find("query: \"tent\"").await[0], *last);
        assert_ne!(shop.find("query: \"tents\"").await[0], *last);
        let weights = json!([{"products": [before[0]], "percent": 1}]);
        done(&admin, "searchRuleSet", "SearchRuleInput", json!({"code": "r", "when": when, "weights": weights})).await;
        assert_eq!(*shop.find("query: \"tent\"").await.last().unwrap(), before[0]);
        let over = json!({"queries": ["tent"], "until": "2026-11-01T00:00:00Z"});
        done(&admin, "searchRuleSet", "SearchRuleInput", json!({"code": "r", "when": over, "pins": [last]})).await;
        assert_eq!(shop.find("query: \"tent\"").await, before);
        let listed = admin.run("{ searchRules { rules { code pins version when { queries until } } } }").await.data();
        assert_eq!(listed["searchRules"]["rules"][0]["version"], 3);
    }

    async fn a_redirect_is_told(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let admin = shop.app.admin().await;
        done(&admin, "searchRedirectSet", "SearchRedirectInput", json!({"code": "help", "when": {"queries": ["returns"]}, "url": "/help/returns"})).await;
        let found = shop.ask("{ search(query: \"Returns\") { redirect } }").await.data();
        assert_eq!(found["search"]["redirect"], "/help/returns");
        let found = shop.ask("{ search(query: \"tent\") { redirect } }").await.data();
        assert_eq!(found["search"]["redirect"], Value::Null);
    }

    async fn all_that_is_wrong_with_a_rule_is_said_at_once(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let admin = shop.app.admin().await;
        let input = json!({"code": "", "when": {"channel": "mars", "from": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"},
            "pins": ["nothing"], "weights": [{"percent": 0}]});
        let answer = set(&admin, "searchRuleSet", "SearchRuleInput", input).await;
        let mut fields: Vec<String> = answer["userErrors"].as_array().unwrap().iter().map(|error| {
            let steps: Vec<&str> = error["field"].as_array().unwrap().iter().map(|step| step.as_str().unwrap()).collect();
            steps.join(".")
        }).collect();
        fields.sort();
        assert_eq!(fields, ["input.code", "input.pins.0", "input.weights.0", "input.weights.0.percent", "input.when.channel", "input.when.until"]);
    }
}
