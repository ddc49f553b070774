//! Relative price lists and taxes of countries as a client sees them.

use serde_json::json;
use testkit::on_each_database;

use crate::support::Shop;

const LISTS: &str = r#"{"type":"priceList","code":"sale","name":"Sale","currency":"EUR","channels":["de"],"validUntil":"2999-01-01T00:00:00Z","relativeTo":{"percentage":"-10","rounding":{"step":"1.00","ending":"0.99"},"compareAt":"PARENT","overrides":[{"category":"kitchen","percentage":"-50"}]}}
{"type":"priceList","code":"trade","name":"Trade","currency":"EUR","customerGroups":["b2b"],"relativeTo":{"priceList":"sale","amount":"-1.00"}}
{"type":"product","code":"mug","channels":["de"],"variants":[{"sku":"MUG","quantityRule":{"minimum":2},"prices":[{"amount":"9.50","currency":"EUR"},{"amount":"7.00","currency":"EUR","minQuantity":10},{"amount":"4.44","priceList":"sale","minQuantity":20}]}]}"#;

on_each_database! {
    async fn every_read_shows_the_computed_price(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.import(LISTS).await;
        let data = shop.data(r#"{ productVariant(by: { sku: "MUG" }, context: { channel: "de" }) {
            price { unit { amount } compareAt { amount } origin priceList { code } validUntil tiers { minQuantity unit { amount } } quantityRule { minimum maximum increment } }
            twenty: price(quantity: 20) { unit { amount } origin }
            product { priceRange { min { amount } max { amount } } } } }"#).await;
        // Half of 9.50 is 4.75: the nearest of the prices that end in .99.
        assert_eq!(data["productVariant"], json!({
            "price": {
                "unit": { "amount": "4.99" }, "compareAt": { "amount": "9.50" }, "origin": "RELATIVE", "priceList": { "code": "sale" }, "validUntil": "2999-01-01T00:00:00Z",
                "tiers": [{ "minQuantity": 1, "unit": { "amount": "4.99" } }, { "minQuantity": 10, "unit": { "amount": "3.99" } }],
                "quantityRule": { "minimum": 2, "maximum": null, "increment": 1 },
            },
            "twenty": { "unit": { "amount": "3.99" }, "origin": "RELATIVE" },
            "product": { "priceRange": { "min": { "amount": "4.99" }, "max": { "amount": "4.99" } } },
        }));
        let found = shop.data(r#"{ products(filter: { price: { min: "4.98", max: "4.99" } }, sort: { key: PRICE }, context: { channel: "de" }) { nodes { code } } }"#).await;
        assert_eq!(found["products"]["nodes"], json!([{ "code": "mug" }]));
        let quote = shop.data(r#"{ quote(lines: [{ sku: "MUG", quantity: 3 }], context: { channel: "de" }) { complete total { amount } } }"#).await;
        assert_eq!(quote["quote"], json!({ "complete": true, "total": { "amount": "14.97" } }));
    }

    async fn the_explanation_tells_what_was_computed_from_what(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.import(LISTS).await;
        let answer = shop.ask_as_admin(r#"{ productVariant(by: { sku: "MUG" }, context: { channel: "de", customerGroup: "b2b" }) { price(quantity: 2) {
            priceList { code relativeTo { percentage amount compareAt priceList { code relativeTo { percentage rounding { step ending mode } overrides { category brand percentage amount } } } } }
            explanation { verdict origin unit { amount } minQuantity priceList { code } } } } }"#).await;
        let price = &answer["data"]["productVariant"]["price"];
        assert_eq!(price["priceList"], json!({ "code": "trade", "relativeTo": { "percentage": null, "amount": "-1", "compareAt": "ADJUSTED", "priceList": { "code": "sale", "relativeTo": {
            "percentage": "-10", "rounding": { "step": "1.00", "ending": "0.99", "mode": "NEAREST" }, "overrides": [{ "category": "kitchen", "brand": null, "percentage": "-50", "amount": null }] } } } }));
        let told: Vec<String> = price["explanation"].as_array().unwrap().iter().map(|one| {
            let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
            format!("{} {} {} from {} in {}", text(&one["verdict"]), text(&one["origin"]), text(&one["unit"]["amount"]), one["minQuantity"], text(&one["priceList"]["code"]))
        }).collect();
        assert_eq!(told, [
            "WON RELATIVE 3.99 from 1 in trade",
            "LIST_WITHOUT_CUSTOMER_GROUP RELATIVE 4.99 from 1 in sale",
            "BASE_PRICE BASE 9.50 from 1 in -",
            "QUANTITY_TOO_SMALL BASE 7.00 from 10 in -",
            "QUANTITY_TOO_SMALL RELATIVE 3.99 from 10 in sale",
            "QUANTITY_TOO_SMALL FIXED 4.44 from 20 in sale",
            "QUANTITY_TOO_SMALL RELATIVE 2.99 from 10 in trade",
            "QUANTITY_TOO_SMALL RELATIVE 3.44 from 20 in trade",
        ]);
    }

    async fn a_country_has_its_own_tax(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.import(r#"{"type":"channel","code":"de","taxRates":{"AT":{"standard":"0.2"}},"taxClassNames":{"standard":"Full rate"}}"#).await;
        let query = |country: &str| format!(r#"{{ productVariant(by: {{ sku: "TEE-S-BLACK" }}, context: {{ channel: "de", country: "{country}" }}) {{ price {{ gross {{ amount }} tax {{ amount }} }} }} }}"#);
        assert_eq!(shop.data(&query("DE")).await["productVariant"]["price"], json!({ "gross": { "amount": "19.90" }, "tax": { "amount": "3.18" } }));
        assert_eq!(shop.data(&query("AT")).await["productVariant"]["price"], json!({ "gross": { "amount": "19.90" }, "tax": { "amount": "3.32" } }));
    }
}
