//! The lowest price before a reduction.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::on_each_database;

use crate::support::Shop;

async fn prior(shop: &Shop, days: &str) -> Value {
    let query = format!(
        r#"{{ productVariant(by: {{ sku: "MUG" }}, context: {{ channel: "de" }}) {{ price {{ unit {{ amount }} lowestPriorPrice{days} {{ amount currency }} }} }} }}"#
    );
    let mut data = shop.data(&query).await;
    data["productVariant"]["price"].take()
}

async fn set(shop: &Shop, amount: &str) {
    shop.import(&format!(
        r#"{{"type":"price","sku":"MUG","prices":[{{"amount":"{amount}","currency":"EUR"}}]}}"#
    ))
    .await;
}

on_each_database! {
    async fn a_reduction_is_compared_with_the_lowest_price_before_it(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let pass = |days| shop.database.clock().advance(TimeDelta::days(days));
        assert_eq!(prior(&shop, "").await, json!({ "unit": { "amount": "9.50" }, "lowestPriorPrice": null }));
        pass(10);
        set(&shop, "12.00").await;
        pass(40);
        set(&shop, "8.00").await;
        pass(5);
        let money = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
        // 12.00 held for forty days; 9.50 is longer ago than thirty, and not than sixty.
        assert_eq!(prior(&shop, "").await["lowestPriorPrice"], money("12.00"));
        assert_eq!(prior(&shop, "(days: 60)").await["lowestPriorPrice"], money("9.50"));
        let errors = shop.errors(r#"{ productVariant(by: { sku: "MUG" }) { price { lowestPriorPrice(days: 0) { amount } } } }"#).await;
        assert_eq!(errors, ["BAD_USER_INPUT: `days` must be 1 to 365."]);
    }

    async fn a_relative_list_reduces_without_a_row(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let pass = |days| shop.database.clock().advance(TimeDelta::days(days));
        pass(10);
        shop.import(r#"{"type":"priceList","code":"sale","name":"Sale","currency":"EUR","relativeTo":{"percentage":"-10"}}"#).await;
        pass(3);
        shop.import(r#"{"type":"priceList","code":"sale","relativeTo":{"percentage":"-20"}}"#).await;
        pass(1);
        assert_eq!(prior(&shop, "").await, json!({ "unit": { "amount": "7.60" }, "lowestPriorPrice": { "amount": "8.55", "currency": "EUR" } }));
        assert_eq!(prior(&shop, "(days: 1)").await["lowestPriorPrice"]["amount"], "8.55");
    }

    async fn a_page_takes_two_statements_more_whatever_is_on_it(database: TestDatabase) {
        let shop = Shop::with(database, &crate::support::many_products(30)).await;
        let page = |first: usize, field: &str| format!(r#"{{ products(first: {first}, context: {{ channel: "de" }}) {{ nodes {{ variants(first: 5) {{ nodes {{ price {{ unit {{ amount }} {field} }} }} }} }} }} }}"#);
        let field = "lowestPriorPrice { amount }";
        // What is read once for each version of a product is read before.
        shop.data(&page(30, field)).await;
        let plain = shop.statements(&page(30, "")).await;
        let (few, many) = (shop.statements(&page(3, field)).await, shop.statements(&page(30, field)).await);
        assert_eq!((few, many), (many, few));
        assert!(many <= plain + 3, "{many} beside {plain}");
    }
}
