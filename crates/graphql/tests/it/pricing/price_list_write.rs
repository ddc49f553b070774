//! The mutations of price lists.

use serde_json::{Value, json};
use testkit::on_each_database;

use crate::support::Shop;

fn user_errors(answer: &Value, mutation: &str) -> Vec<String> {
    let errors = answer["data"][mutation]["userErrors"].as_array();
    let errors = errors.unwrap_or_else(|| panic!("{answer:#}")).iter();
    errors
        .map(|error| {
            let field: Vec<&str> = error["field"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_str)
                .collect();
            format!(
                "{} {}: {}",
                error["code"].as_str().unwrap(),
                field.join("."),
                error["message"].as_str().unwrap()
            )
        })
        .collect()
}

const CREATE: &str = r#"mutation { priceListCreate(input: { code: "sale", name: "Sale", currency: "EUR", priority: 3, channels: ["de"], countries: ["DE", "AT"], validUntil: "2999-01-01T00:00:00Z",
    relativeTo: { percentage: "-12.5", rounding: { step: "0.05", mode: UP }, compareAt: PARENT, overrides: [{ brand: "Holm", amount: "-1.00" }, { category: "shirts", percentage: -5 }] } }) {
    priceList { code currency priority version countries channels { code } relativeTo { percentage rounding { step ending mode } compareAt overrides { brand category amount percentage } } }
    userErrors { code field message } } }"#;

on_each_database! {
    async fn a_list_is_made_changed_and_deleted(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let made = shop.ask_as_admin(CREATE).await;
        assert_eq!(made["data"]["priceListCreate"], json!({ "userErrors": [], "priceList": {
            "code": "sale", "currency": "EUR", "priority": 3, "version": 1, "countries": ["AT", "DE"], "channels": [{ "code": "de" }],
            "relativeTo": { "percentage": "-12.5", "rounding": { "step": "0.05", "ending": "0.00", "mode": "UP" }, "compareAt": "PARENT",
                "overrides": [{ "brand": "Holm", "category": null, "amount": "-1", "percentage": null }, { "brand": null, "category": "shirts", "amount": null, "percentage": "-5" }] } } }), "{made:#}");
        assert_eq!(shop.data(r#"{ productVariant(by: { sku: "MUG" }, context: { channel: "de" }) { price { unit { amount } compareAt { amount } } } }"#).await["productVariant"]["price"],
            json!({ "unit": { "amount": "8.50" }, "compareAt": { "amount": "9.50" } }));
        assert_eq!(user_errors(&shop.ask_as_admin(CREATE).await, "priceListCreate"), ["TAKEN input.code: There is a price list with the code \"sale\" already; priceListUpdate changes it."]);
        let update = r#"mutation { priceListUpdate(by: { code: "sale" }, input: { name: "Sale!", priority: null, relativeTo: { priceList: "b2b-eur", amount: "1" } }, expectedVersion: 1) {
            priceList { name priority version countries relativeTo { amount priceList { code } } } userErrors { code field message } } }"#;
        let updated = shop.ask_as_admin(update).await;
        assert_eq!(updated["data"]["priceListUpdate"]["priceList"], json!({ "name": "Sale!", "priority": 0, "version": 2, "countries": ["AT", "DE"], "relativeTo": { "amount": "1", "priceList": { "code": "b2b-eur" } } }), "{updated:#}");
        let late = user_errors(&shop.ask_as_admin(&update.replace("Sale!", "Sail")).await, "priceListUpdate");
        assert!(late.len() == 1 && late[0].starts_with("VERSION_CONFLICT expectedVersion: "), "{late:?}");
        let delete = |code: &str| format!(r#"mutation {{ priceListDelete(by: {{ code: "{code}" }}) {{ deletedId userErrors {{ code field message }} }} }}"#);
        let parent = user_errors(&shop.ask_as_admin(&delete("b2b-eur")).await, "priceListDelete");
        assert_eq!(parent, ["IN_USE by: 1 price is in this price list.", "IN_USE by: 1 price list is relative to this one."]);
        assert!(shop.ask_as_admin(&delete("sale")).await["data"]["priceListDelete"]["deletedId"].is_string());
        assert_eq!(user_errors(&shop.ask_as_admin(&delete("sale")).await, "priceListDelete"), ["NOT_FOUND by: There is no such price list."]);
    }

    async fn what_can_not_be_is_told_by_its_path(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let create = |relative: &str| format!(r#"mutation {{ priceListCreate(input: {{ code: "x", name: "X", currency: "EUR", relativeTo: {relative} }}) {{ priceList {{ id }} userErrors {{ code field message }} }} }}"#);
        for (relative, expected) in [
            (r#"{ priceList: "x", percentage: "1" }"#, "CONFLICT input.relativeTo.priceList: A price list can't be relative to itself: x → x."),
            (r#"{ priceList: "nope", percentage: "1" }"#, "NOT_FOUND input.relativeTo.priceList: There is no price list \"nope\"."),
            (r#"{ }"#, "REQUIRED input.relativeTo: A percentage or an amount is needed."),
            (r#"{ percentage: "1", overrides: [{ brand: "A", percentage: "1" }, { brand: "B" }] }"#, "REQUIRED input.relativeTo.overrides.1: A percentage or an amount is needed."),
        ] {
            assert_eq!(user_errors(&shop.ask_as_admin(&create(relative)).await, "priceListCreate"), [expected], "{relative}");
        }
        assert_eq!(crate::support::errors(&shop.ask_unvalidated(graphql::Viewer::anonymous(), &create(r#"{ percentage: "1" }"#)).await), ["FORBIDDEN: This needs the permission pricing:write."]);
    }
}
