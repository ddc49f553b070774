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

    async fn levels_are_listed_by_sku_and_location_and_filtered(database: TestDatabase) {
        let shop = shop(database).await;
        let list = async |arguments: &str| {
            let query = format!("{{ stockLevels{arguments} {{ totalCount nodes {{ sku location {{ code }} available }} pageInfo {{ hasNextPage endCursor }} }} }}");
            let answer = shop.ask_as_admin(&query).await;
            assert!(answer.get("errors").is_none(), "{answer:#}");
            let found = answer["data"]["stockLevels"].clone();
            let levels: Vec<String> = found["nodes"].as_array().unwrap().iter()
                .map(|level| format!("{} {} {}", level["sku"].as_str().unwrap(), level["location"]["code"].as_str().unwrap(), level["available"]))
                .collect();
            (levels, found)
        };
        let (all, _) = list("").await;
        assert_eq!(all, ["LAMP berlin 3", "LAMP paris 8", "VASE berlin 1"]);
        // Page by page, both ways.
        let (first, found) = list("(first: 2)").await;
        assert_eq!((first, found["totalCount"].as_i64(), &found["pageInfo"]["hasNextPage"]), (all[..2].to_vec(), Some(3), &json!(true)));
        let cursor = found["pageInfo"]["endCursor"].as_str().unwrap();
        assert_eq!(list(&format!(r#"(first: 2, after: "{cursor}")"#)).await.0, all[2..]);
        assert_eq!(list(&format!(r#"(last: 1, before: "{cursor}")"#)).await.0, all[..1]);
        // What fits all that is said.
        for (filter, expected) in [
            (r#"skus: ["VASE", "NONE"]"#, vec!["VASE berlin 1"]),
            (r#"locations: ["paris"]"#, vec!["LAMP paris 8"]),
            ("availableAtMost: 3", vec!["LAMP berlin 3", "VASE berlin 1"]),
            ("hasIncoming: true", vec!["LAMP paris 8"]),
            (r#"hasIncoming: false, locations: ["berlin"], availableAtMost: 1"#, vec!["VASE berlin 1"]),
            ("skus: []", vec![]),
        ] {
            let (levels, found) = list(&format!("(filter: {{ {filter} }})")).await;
            assert_eq!(found["totalCount"], json!(expected.len()), "{filter}");
            assert_eq!(levels, expected, "{filter}");
        }
        // What is held counts, and what has expired no more.
        shop.ask_as_admin(r#"mutation { stockReserve(input: { lines: [{ sku: "VASE", quantity: 1 }] }) { userErrors { code } } }"#).await;
        assert_eq!(list("(filter: { availableAtMost: 0 })").await.0, ["VASE berlin 0"]);
        for table in ["reservation", "reservation_line"] {
            shop.database.execute(&format!("UPDATE {table} SET expires_at = 1")).await.unwrap();
        }
        assert_eq!(list("(filter: { availableAtMost: 0 })").await.0, [""; 0]);
        assert_eq!(list(r#"(filter: { skus: ["VASE"] })"#).await.0, ["VASE berlin 1"]);
    }

    async fn the_ledger_tells_who_changed_which_level_when_and_why(database: TestDatabase) {
        let shop = shop(database).await;
        let done = |answer: &Value| assert_eq!(payload(answer)["userErrors"], json!([]), "{answer:#}");
        done(&shop.ask_as_admin(&format!(r#"mutation {{ stockAdjust(input: {{ lines: [{{ sku: "LAMP", location: "berlin", delta: 4 }}], reason: "delivery", reference: "D-1" }}) {PAYLOAD} }}"#)).await);
        let held = shop.ask_as_admin(r#"mutation { stockReserve(input: { lines: [{ sku: "LAMP", quantity: 5 }, { sku: "VASE", quantity: 1 }], reference: "cart-17" }) { reservation { id } userErrors { code } } }"#).await;
        done(&held);
        let id = payload(&held)["reservation"]["id"].clone();
        done(&shop.ask_as_admin(&format!("mutation {{ reservationCommit(id: {id}) {{ userErrors {{ code }} }} }}")).await);
        let list = async |arguments: &str| {
            let query = format!("{{ stockLedger{arguments} {{ totalCount nodes {{ at actor cause reason reference reservationId sku location change {{ onHand reserved }} after {{ onHand reserved }} }} pageInfo {{ endCursor }} }} }}");
            let answer = shop.ask_as_admin(&query).await;
            assert!(answer.get("errors").is_none(), "{answer:#}");
            answer["data"]["stockLedger"].clone()
        };
        let of_lamp = list(r#"(filter: { sku: "LAMP", location: "berlin" })"#).await;
        let at = &of_lamp["nodes"][0]["at"];
        assert_eq!(of_lamp["totalCount"], 4);
        assert_eq!(of_lamp["nodes"], json!([
            { "at": at, "actor": "key:admin", "cause": "COMMITTED", "reason": null, "reference": "cart-17", "reservationId": id, "sku": "LAMP", "location": "berlin",
              "change": { "onHand": -5, "reserved": -5 }, "after": { "onHand": 2, "reserved": 0 } },
            { "at": at, "actor": "key:admin", "cause": "RESERVED", "reason": null, "reference": "cart-17", "reservationId": id, "sku": "LAMP", "location": "berlin",
              "change": { "onHand": 0, "reserved": 5 }, "after": { "onHand": 7, "reserved": 5 } },
            { "at": at, "actor": "key:admin", "cause": "ADJUSTED", "reason": "delivery", "reference": "D-1", "reservationId": null, "sku": "LAMP", "location": "berlin",
              "change": { "onHand": 4, "reserved": 0 }, "after": { "onHand": 7, "reserved": 0 } },
            { "at": at, "actor": "command line", "cause": "DECLARED", "reason": null, "reference": null, "reservationId": null, "sku": "LAMP", "location": "berlin",
              "change": { "onHand": 3, "reserved": 0 }, "after": { "onHand": 3, "reserved": 0 } },
        ]));
        for (filter, count) in [
            (String::from("cause: RESERVED"), 2),
            (String::from(r#"actor: "command line""#), 3),
            (format!("from: {at}"), 8),
            (format!("until: {at}"), 0),
            (String::from(r#"sku: "NONE""#), 0),
        ] {
            assert_eq!(list(&format!("(filter: {{ {filter} }})")).await["totalCount"], count, "{filter}");
        }
        let page = list("(first: 3)").await;
        let after = list(&format!("(first: 250, after: {})", page["pageInfo"]["endCursor"])).await;
        let seen = page["nodes"].as_array().unwrap().len() + after["nodes"].as_array().unwrap().len();
        assert_eq!((seen, page["totalCount"].as_i64()), (8, Some(8)), "each change is seen once");
    }
}
