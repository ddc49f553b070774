//! The mutations of stock levels.

use serde_json::{Value, json};
use testkit::on_each_database;

use super::reservation::{payload, refused, shop};

const PAYLOAD: &str = "{ levels { sku level { location { code } onHand reserved available incoming { quantity expectedOn } version } } userErrors { code field message availableQuantity } }";

on_each_database! {
    async fn deliveries_counts_and_transfers_change_levels(database: TestDatabase) {
        let shop = shop(database).await;
        let adjust = format!(r#"mutation {{ stockAdjust(input: {{ lines: [{{ sku: "LAMP", location: "berlin", delta: 4, expected: 3 }}], reason: "delivery", reference: "D-1" }}, idempotencyKey: "k") {PAYLOAD} }}"#);
        let adjusted = shop.ask_as_admin(&adjust).await;
        assert_eq!(payload(&adjusted)["levels"], json!([{ "sku": "LAMP", "level": {
            "location": { "code": "berlin" }, "onHand": 7, "reserved": 0, "available": 7, "incoming": null, "version": 2 } }]));
        assert_eq!(shop.ask_as_admin(&adjust).await, adjusted, "the delivery has come once");

        let set = format!(r#"mutation {{ stockSet(input: {{ lines: [{{ sku: "LAMP", location: "paris", onHand: 6, safetyStock: 1, incoming: null }}, {{ sku: "VASE", location: "paris", onHand: 2, incoming: {{ quantity: 9 }} }}] }}) {PAYLOAD} }}"#);
        let levels = payload(&shop.ask_as_admin(&set).await)["levels"].clone();
        assert_eq!(levels[0]["level"], json!({ "location": { "code": "paris" }, "onHand": 6, "reserved": 0, "available": 5, "incoming": null, "version": 2 }));
        assert_eq!(levels[1]["level"]["incoming"], json!({ "quantity": 9, "expectedOn": null }));

        let transfer = format!(r#"mutation {{ stockTransfer(input: {{ lines: [{{ sku: "LAMP", from: "paris", to: "berlin", quantity: 5 }}] }}) {PAYLOAD} }}"#);
        let levels = payload(&shop.ask_as_admin(&transfer).await)["levels"].clone();
        assert_eq!((levels[0]["level"]["onHand"].as_i64(), levels[1]["level"]["onHand"].as_i64()), (Some(1), Some(12)));
        let again = shop.ask_as_admin(&transfer).await;
        assert_eq!(refused(&again), ["OUT_OF_STOCK input.lines.0.quantity 0"]);
        assert_eq!(payload(&again)["levels"], Value::Null);
        assert_eq!(shop.store.inspect().await.unwrap(), []);
    }

    async fn nothing_is_changed_where_something_is_wrong(database: TestDatabase) {
        let shop = shop(database).await;
        let adjust = |lines: &str| format!(r#"mutation {{ stockAdjust(input: {{ lines: [{lines}] }}) {PAYLOAD} }}"#);
        let good = r#"{ sku: "LAMP", location: "berlin", delta: 1 }"#;
        let cases = [
            (r#"{ sku: "LAMP", location: "berlin", delta: -9 }"#, "OUT_OF_STOCK input.lines.1.delta 4"),
            (r#"{ sku: "LAMP", location: "berlin", delta: 1, expected: 3 }"#, "CONFLICT input.lines.1.expected 4"),
            (r#"{ sku: "LAMP", location: "berlin", delta: 0 }"#, "INVALID input.lines.1.delta"),
            (r#"{ sku: "LAMP", location: "oslo", delta: 1 }"#, "NOT_FOUND input.lines.1.location"),
            (r#"{ sku: "NONE", location: "berlin", delta: 1 }"#, "NOT_FOUND input.lines.1.sku"),
        ];
        for (bad, expected) in cases {
            let answer = shop.ask_as_admin(&adjust(&format!("{good}, {bad}"))).await;
            assert_eq!(refused(&answer), [expected]);
        }
        assert_eq!(refused(&shop.ask_as_admin(&adjust("")).await), ["REQUIRED input.lines"]);
        assert_eq!(shop.database.column("SELECT COUNT(*) FROM stock_ledger WHERE cause <> 'DECLARED'").await, ["0"]);
        let same = format!(r#"mutation {{ stockTransfer(input: {{ lines: [{{ sku: "LAMP", from: "berlin", to: "berlin", quantity: 1 }}] }}) {PAYLOAD} }}"#);
        assert_eq!(refused(&shop.ask_as_admin(&same).await), ["INVALID input.lines.0.to"]);
    }
}
