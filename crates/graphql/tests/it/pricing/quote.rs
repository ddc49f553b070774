use serde_json::json;
use testkit::on_each_database;

use crate::support::{Shop, errors, many_products};

const CART: &str = r#"{ quote(context: { channel: "de" }, lines: [
    { sku: "TEE-S-BLACK", quantity: 10 }, { sku: "MUG", quantity: 3 }, { sku: "NOPE", quantity: 1 }, { sku: "TEE-M-WHITE", quantity: 1 },
]) {
    complete total { amount currency } net { amount } tax { amount } gross { amount }
    lines { sku quantity variant { product { code } } price { unit { amount } total { amount } tax { amount } priceList { code } } }
} }"#;

on_each_database! {
    async fn a_cart_is_priced_line_by_line_and_adds_up_to_the_cent(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let quote = shop.data(CART).await["quote"].take();
        // 10 × 17.90, 3 × 9.50 at the reduced rate, 1 × 22.90: each line's tax is rounded by itself.
        assert_eq!(quote["total"], json!({ "amount": "230.40", "currency": "EUR" }));
        assert_eq!([&quote["net"], &quote["tax"], &quote["gross"]].map(|money| money["amount"].as_str().unwrap().to_owned()), ["196.30", "34.10", "230.40"]);
        assert_eq!(quote["complete"], false);
        let lines = quote["lines"].as_array().unwrap();
        let shown = |line: &serde_json::Value| (line["sku"].clone(), line["quantity"].clone(), line["price"]["total"]["amount"].clone(), line["price"]["tax"]["amount"].clone());
        assert_eq!(shown(&lines[0]), (json!("TEE-S-BLACK"), json!(10), json!("179.00"), json!("28.58")));
        assert_eq!(shown(&lines[1]), (json!("MUG"), json!(3), json!("28.50"), json!("1.86")));
        assert_eq!(lines[2], json!({ "sku": "NOPE", "quantity": 1, "variant": null, "price": null }));
        assert_eq!(lines[3]["variant"]["product"]["code"], "tee");
    }

    async fn what_is_not_sold_in_a_context_has_no_price_there(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let quote = shop.data(r#"{ quote(context: { channel: "us" }, lines: [{ sku: "TEE-S-BLACK", quantity: 2 }, { sku: "TEE-M-WHITE", quantity: 1 }, { sku: "MUG", quantity: 1 }]) {
            complete total { amount } gross { amount } lines { variant { sku } price { total { amount } } } } }"#).await["quote"].take();
        assert_eq!((&quote["total"]["amount"], &quote["gross"]["amount"], &quote["complete"]), (&json!("42.00"), &json!("45.36"), &json!(false)));
        assert_eq!(quote["lines"][1], json!({ "variant": { "sku": "TEE-M-WHITE" }, "price": null }));
        assert_eq!(quote["lines"][2], json!({ "variant": null, "price": null }), "it is not published there");
        let nothing = shop.data(r#"{ quote(lines: []) { complete total { amount currency } } }"#).await;
        assert_eq!(nothing["quote"], json!({ "complete": true, "total": { "amount": "0.00", "currency": "EUR" } }));
    }

    async fn a_line_that_can_not_be_bought_says_why_and_is_not_counted(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.import(r#"{"type":"product","code":"mug","variants":[{"sku":"MUG","quantityRule":{"minimum":6,"maximum":24,"increment":6}}]}"#).await;
        let quote = shop.data(r#"{ quote(context: { channel: "de" }, lines: [{ sku: "MUG", quantity: 12 }, { sku: "MUG", quantity: 3 }, { sku: "MUG", quantity: 25 }, { sku: "MUG", quantity: 13 }, { sku: "NOPE", quantity: 1 }]) {
            complete total { amount } lines { price { total { amount } quantityRule { minimum maximum increment } } problem { code message nearestQuantity } } } }"#).await["quote"].take();
        assert_eq!((&quote["total"]["amount"], &quote["complete"]), (&json!("114.00"), &json!(false)), "12 × 9.50 alone");
        let lines = quote["lines"].as_array().unwrap();
        assert_eq!(lines[0], json!({ "price": { "total": { "amount": "114.00" }, "quantityRule": { "minimum": 6, "maximum": 24, "increment": 6 } }, "problem": null }));
        assert_eq!(lines[1]["price"]["total"]["amount"], "28.50", "a price is shown all the same");
        let problems: Vec<_> = lines[1..].iter().map(|line| (line["problem"]["code"].as_str().unwrap(), line["problem"]["nearestQuantity"].as_i64())).collect();
        assert_eq!(problems, [("BELOW_MINIMUM", Some(6)), ("ABOVE_MAXIMUM", Some(24)), ("BETWEEN_STEPS", Some(18)), ("NOT_FOUND", None)]);
        assert_eq!(lines[3]["problem"]["message"], "\"MUG\" is bought in steps of 6 from 6 on.");
    }

    async fn a_cart_that_can_not_be_is_refused_with_the_line(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let answer = shop.ask(r#"{ quote(lines: [{ sku: "MUG", quantity: 1 }, { sku: "MUG", quantity: 0 }]) { complete } }"#).await;
        assert_eq!(errors(&answer), ["BAD_USER_INPUT: `lines[1].quantity` is 0; it must be 1 to 1000000000."]);
        let many = "{ sku: \"MUG\", quantity: 1 }".repeat(251);
        let answer = shop.ask(&format!("{{ quote(lines: [{many}]) {{ complete }} }}")).await;
        assert_eq!(errors(&answer), ["BAD_USER_INPUT: `lines` has 251 entries; a quote takes at most 250."]);
    }

    async fn a_cart_of_many_lines_takes_as_many_statements_as_one_of_few(database: TestDatabase) {
        let shop = Shop::with(database, &many_products(100)).await;
        let cart = |lines: usize| {
            let lines: String = (0..lines).map(|n| format!("{{ sku: \"P{n}-S\", quantity: 2 }}")).collect();
            format!("{{ quote(context: {{ channel: \"de\" }}, lines: [{lines}]) {{ complete net {{ amount }} lines {{ price {{ tax {{ amount }} }} }} }} }}")
        };
        let few = shop.statements(&cart(3)).await;
        assert_eq!(shop.statements(&cart(100)).await, few);
        assert_eq!(few, 4, "the reference, the variants, their prices, their products");
    }
}
