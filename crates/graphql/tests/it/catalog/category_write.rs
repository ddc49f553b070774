//! The mutations of categories, and with them what all mutations have in common.

use serde_json::{Value, json};
use testkit::on_each_database;

use crate::support::Shop;

const CREATE: &str = r#"mutation { categoryCreate(input: { code: "hats", slug: "hats", name: "Hats" }, idempotencyKey: "k") {
    category { id code name version } userErrors { code field message } catalogVersion } }"#;

fn errors(answer: &Value, mutation: &str) -> Vec<String> {
    let errors = answer["data"][mutation]["userErrors"].as_array();
    errors
        .unwrap_or_else(|| panic!("{answer:#}"))
        .iter()
        .map(|error| {
            let field: Vec<&str> = error["field"]
                .as_array()
                .unwrap()
                .iter()
                .map(|step| step.as_str().unwrap())
                .collect();
            format!("{} {}", error["code"].as_str().unwrap(), field.join("."))
        })
        .collect()
}

on_each_database! {
    async fn a_category_is_made_once_for_each_key(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let first = shop.ask_as_admin(CREATE).await;
        assert_eq!(first["data"]["categoryCreate"]["category"]["name"], "Hats", "{first:#}");
        assert_eq!(shop.ask_as_admin(CREATE).await, first);
        let other = shop.ask_as_admin(&CREATE.replace("Hats", "Caps")).await;
        assert_eq!(errors(&other, "categoryCreate"), ["IDEMPOTENCY_KEY_REUSED idempotencyKey"]);
        let again = shop.ask_as_admin(&CREATE.replace(r#""k""#, "null")).await;
        assert_eq!(errors(&again, "categoryCreate"), ["TAKEN input.code"]);
    }

    async fn a_refusal_is_remembered_too(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let create = r#"mutation { categoryCreate(input: { code: "hats", slug: "hats", name: "Hats", parent: "nowhere" }, idempotencyKey: "k") {
            category { id } userErrors { code field message } } }"#;
        let first = shop.ask_as_admin(create).await;
        assert_eq!(errors(&first, "categoryCreate"), ["NOT_FOUND input.parent"]);
        shop.ask_as_admin(r#"mutation { categoryCreate(input: { code: "nowhere", slug: "nowhere", name: "N" }) { category { id } } }"#).await;
        assert_eq!(shop.ask_as_admin(create).await, first);
    }

    async fn everything_that_is_wrong_is_told_at_once_by_the_path_that_was_written(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let answer = shop.ask_as_admin(r#"mutation { categoryCreate(input: {
            code: "", slug: "Not a slug", name: "", translations: [{ locale: "fr" }, { locale: "de", slug: "-" }] }) {
            category { id } userErrors { code field message } } }"#).await;
        assert_eq!(
            errors(&answer, "categoryCreate"),
            ["INVALID input.code", "INVALID input.slug", "INVALID input.name", "INVALID input.translations.1.slug"]
        );
    }

    async fn a_dry_run_shows_what_would_happen_and_changes_nothing(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let version = shop.store.catalog_version().await.unwrap();
        let answer = shop.ask_as_admin(r#"mutation {
            a: categoryCreate(input: { code: "hats", slug: "hats", name: "Hats", parent: "shirts" }, dryRun: true) {
                category { name parent { code children { code } } } userErrors { code } }
            b: categoryCreate(input: { code: "hats", slug: "hats", name: "Hats again" }, dryRun: true) { category { name parent { code } } }
        }"#).await;
        assert_eq!(
            answer["data"],
            json!({
                "a": { "category": { "name": "Hats", "parent": { "code": "shirts", "children": [{ "code": "hats" }] } }, "userErrors": [] },
                "b": { "category": { "name": "Hats again", "parent": null } },
            })
        );
        assert_eq!(shop.store.catalog_version().await.unwrap(), version);
        assert_eq!(shop.ask_as_admin(r#"{ category(by: { code: "hats" }) { name } }"#).await["data"]["category"], Value::Null);
    }

    async fn who_changed_other_fields_is_in_nobodys_way_and_who_changed_the_same_is_told(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let update = |fields: &str, version: i64| {
            let update = format!(r#"mutation {{ categoryUpdate(by: {{ code: "shirts" }}, input: {{ {fields} }}, expectedVersion: {version}, context: {{ locale: "en" }}) {{
                category {{ name version }} userErrors {{ code field message currentVersion }} }} }}"#);
            let shop = &shop;
            async move { shop.ask_as_admin(&update).await["data"]["categoryUpdate"].take() }
        };
        let changed = update(r#"name: "Tops""#, 1).await;
        assert_eq!(changed["category"], json!({ "name": "Tops", "version": 2 }), "{changed:#}");
        let other = update("position: 7", 1).await;
        assert_eq!(other["category"]["version"], 3, "{other:#}");
        let same = update(r#"name: "Shirts!""#, 1).await;
        assert_eq!(same["userErrors"][0]["code"], "VERSION_CONFLICT");
        assert_eq!(same["userErrors"][0]["currentVersion"], 3);
        assert_eq!(
            same["userErrors"][0]["message"],
            "Version 1 was expected, and it is 3: name changed since. Look at it as it is now, and decide again."
        );
        let unknown = update(r#"hidden: true"#, 9).await;
        assert_eq!(unknown["userErrors"][0]["code"], "VERSION_CONFLICT");
    }

    async fn only_what_is_given_changes_and_null_clears(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let update = |fields: &str| {
            let update = format!(r#"mutation {{ categoryUpdate(by: {{ code: "shirts" }}, input: {{ {fields} }}, context: {{ locale: "en" }}) {{
                category {{ name description position }} userErrors {{ code field }} }} }}"#);
            let shop = &shop;
            async move { shop.ask_as_admin(&update).await["data"]["categoryUpdate"].take() }
        };
        update(r#"name: "Tops", description: "All of them", position: 4"#).await;
        let cleared = update("description: null").await;
        assert_eq!(cleared["category"], json!({ "name": "Tops", "description": null, "position": 4 }));
        let refused = update("name: null").await;
        assert_eq!(refused["userErrors"], json!([{ "code": "REQUIRED", "field": ["input", "name"] }]));
    }

    async fn a_category_is_moved_and_not_below_itself(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.ask_as_admin(r#"mutation { categoryCreate(input: { code: "hats", slug: "hats", name: "Hats", parent: "shirts" }) { category { id } } }"#).await;
        let answer = shop.ask_as_admin(r#"mutation { categoryMove(by: { code: "shirts" }, input: { parent: "hats" }) { category { id } userErrors { code field message } } }"#).await;
        assert_eq!(errors(&answer, "categoryMove"), ["CYCLE input.parent"]);
        let answer = shop.ask_as_admin(r#"mutation { categoryMove(by: { code: "hats" }, input: { parent: null }) { category { parent { code } } userErrors { code field message } } }"#).await;
        assert_eq!(answer["data"]["categoryMove"]["category"], json!({ "parent": null }));
    }

    async fn a_category_with_products_is_not_deleted(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let delete = |code: &str| {
            let delete = format!(r#"mutation {{ categoryDelete(by: {{ code: "{code}" }}) {{ deletedId userErrors {{ code field message }} }} }}"#);
            let shop = &shop;
            async move { shop.ask_as_admin(&delete).await }
        };
        assert_eq!(errors(&delete("shirts").await, "categoryDelete"), ["IN_USE by"]);
        assert_eq!(errors(&delete("nowhere").await, "categoryDelete"), ["NOT_FOUND by"]);
        shop.ask_as_admin(CREATE).await;
        let gone = delete("hats").await;
        assert!(gone["data"]["categoryDelete"]["deletedId"].is_string(), "{gone:#}");
        assert_eq!(errors(&delete("hats").await, "categoryDelete"), ["NOT_FOUND by"]);
    }
}
