//! The mutations of reservations, as a cart uses them.

use serde_json::{Value, json};
use testkit::on_each_database;

use crate::support::{Shop, errors};

/// Two places in the channel's order.
const FEED: &str = r#"{"type":"location","code":"berlin","name":"Berlin"}
{"type":"location","code":"paris","name":"Paris"}
{"type":"channel","code":"de","name":"Germany","currencies":["EUR"],"defaultCurrency":"EUR","locales":["de"],"defaultLocale":"de","locations":["berlin","paris"]}
{"type":"product","code":"lamp","slug":"lamp","name":"Lamp","channels":["de"],"variants":[{"sku":"LAMP","lowStockThreshold":2,"stock":[{"location":"berlin","onHand":3},{"location":"paris","onHand":8,"incoming":{"quantity":5,"expectedOn":"2026-12-01"}}]}]}
{"type":"product","code":"vase","slug":"vase","name":"Vase","channels":["de"],"variants":[{"sku":"VASE","stock":[{"location":"berlin","onHand":1}]}]}"#;

pub(super) async fn shop(database: testkit::database::TestDatabase) -> Shop {
    Shop::with(database, FEED).await
}

fn reserve(lines: &str, rest: &str) -> String {
    format!(
        "mutation {{ stockReserve(input: {{ lines: [{lines}] }}{rest}) {{ reservation {{ id state reference expiresAt lines {{ sku quantity location held }} }} \
         userErrors {{ code field message availableQuantity }} }} }}"
    )
}

/// The payload of the only mutation of an answer.
pub(super) fn payload(answer: &Value) -> Value {
    let data = answer["data"]
        .as_object()
        .unwrap_or_else(|| panic!("{answer:#}"));
    data.values().next().unwrap().clone()
}

/// The codes and paths of the user errors of a payload.
pub(super) fn refused(answer: &Value) -> Vec<String> {
    let payload = payload(answer);
    let told = payload["userErrors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            let field = error["field"].as_array().unwrap().iter();
            let field: Vec<&str> = field.map(|step| step.as_str().unwrap()).collect();
            let available = match error["availableQuantity"].as_i64() {
                Some(units) => format!(" {units}"),
                None => String::new(),
            };
            format!(
                "{} {}{available}",
                error["code"].as_str().unwrap(),
                field.join(".")
            )
        });
    told.collect()
}

async fn available(shop: &Shop, sku: &str) -> Value {
    let query = format!(
        r#"{{ productVariant(by: {{ sku: "{sku}" }}) {{ availability {{ status availableQuantity }} }} }}"#
    );
    let mut data = shop.data(&query).await;
    data["productVariant"]["availability"].take()
}

on_each_database! {
    async fn a_cart_is_held_extended_sold_in_parts_and_given_back(database: TestDatabase) {
        let shop = shop(database).await;
        let held = shop.ask_as_admin(&reserve(r#"{ sku: "LAMP", quantity: 4 }, { sku: "VASE", quantity: 1, location: "berlin" }"#, "")).await;
        let reservation = payload(&held)["reservation"].clone();
        assert_eq!(reservation["state"], "ACTIVE", "{held:#}");
        assert_eq!(reservation["lines"], json!([
            { "sku": "LAMP", "quantity": 4, "location": "paris", "held": 4 },
            { "sku": "VASE", "quantity": 1, "location": "berlin", "held": 1 },
        ]));
        let told = available(&shop, "LAMP").await;
        assert_eq!((told["status"].as_str(), told["availableQuantity"].as_i64()), (Some("IN_STOCK"), Some(7)));
        assert_eq!(available(&shop, "VASE").await["status"], "OUT_OF_STOCK");

        let id = reservation["id"].as_str().unwrap();
        let extended = shop.ask_as_admin(&format!(r#"mutation {{ reservationExtend(id: "{id}", ttlSeconds: 7200) {{ reservation {{ expiresAt }} userErrors {{ code field message availableQuantity }} }} }}"#)).await;
        assert!(payload(&extended)["reservation"]["expiresAt"].as_str() > reservation["expiresAt"].as_str(), "{extended:#}");
        let commit = |lines: &str| format!(r#"mutation {{ reservationCommit(id: "{id}"{lines}) {{ reservation {{ state lines {{ held committed released }} }} userErrors {{ code field message availableQuantity }} }} }}"#);
        let part = shop.ask_as_admin(&commit(r#", lines: [{ sku: "LAMP", quantity: 3 }]"#)).await;
        assert_eq!(payload(&part)["reservation"]["state"], "ACTIVE");
        let too_many = shop.ask_as_admin(&commit(r#", lines: [{ sku: "LAMP", quantity: 2 }, { sku: "NONE", quantity: 1 }]"#)).await;
        assert_eq!(refused(&too_many), ["CONFLICT lines.0.quantity 1", "NOT_FOUND lines.1.sku"]);
        let released = shop.ask_as_admin(&format!(r#"mutation {{ reservationRelease(id: "{id}") {{ reservation {{ state lines {{ held committed released }} }} userErrors {{ code field message availableQuantity }} }} }}"#)).await;
        assert_eq!(payload(&released)["reservation"], json!({ "state": "COMMITTED", "lines": [
            { "held": 0, "committed": 3, "released": 1 }, { "held": 0, "committed": 0, "released": 1 } ] }));
        assert_eq!(refused(&shop.ask_as_admin(&commit("")).await), ["RESERVATION_ENDED id"]);
        let found = shop.ask_as_admin(&format!(r#"{{ reservation(id: "{id}") {{ state }} node(id: "{id}") {{ ... on Reservation {{ id reference }} }} }}"#)).await;
        assert_eq!(found["data"], json!({ "reservation": { "state": "COMMITTED" }, "node": { "id": id, "reference": null } }));
        assert_eq!(shop.data(&format!(r#"{{ node(id: "{id}") {{ id }} }}"#)).await["node"], Value::Null);
        assert_eq!(shop.store.inspect().await.unwrap(), []);
    }

    async fn a_refusal_tells_how_many_there_are_and_reserves_nothing(database: TestDatabase) {
        let shop = shop(database).await;
        let wish = r#"{ sku: "LAMP", quantity: 9 }, { sku: "VASE", quantity: 1 }, { sku: "NONE", quantity: 1 }"#;
        assert_eq!(refused(&shop.ask_as_admin(&reserve(wish, "")).await), ["NOT_FOUND input.lines.2.sku"]);
        let wish = r#"{ sku: "LAMP", quantity: 9 }, { sku: "VASE", quantity: 1 }, { sku: "VASE", quantity: 1, location: "paris" }"#;
        assert_eq!(refused(&shop.ask_as_admin(&reserve(wish, "")).await), ["OUT_OF_STOCK input.lines.0.quantity 8", "OUT_OF_STOCK input.lines.2.quantity 0"]);
        let split = reserve(r#"{ sku: "LAMP", quantity: 9 }"#, "").replace("] }", "], allowSplit: true }");
        let held = payload(&shop.ask_as_admin(&split).await)["reservation"]["lines"].clone();
        assert_eq!((held[0]["location"].as_str(), held[1]["quantity"].as_i64()), (Some("berlin"), Some(6)), "{held:#}");
        let low = available(&shop, "LAMP").await;
        assert_eq!((low["status"].as_str(), low["availableQuantity"].as_i64()), (Some("LOW_STOCK"), Some(2)));
        let wrong = reserve(r#"{ sku: "LAMP", quantity: 0, location: "" }"#, "").replace("] }", r#"], ttlSeconds: 0, reference: "a" }"#);
        assert_eq!(
            refused(&shop.ask_as_admin(&wrong).await),
            ["INVALID input.ttlSeconds", "INVALID input.lines.0.quantity", "INVALID input.lines.0.location"]
        );
        let nowhere = reserve(r#"{ sku: "LAMP", quantity: 1 }"#, "").replace("] }", r#"], channel: "mars" }"#);
        assert_eq!(refused(&shop.ask_as_admin(&nowhere).await), ["NOT_FOUND input.channel"]);
    }

    async fn the_same_key_gets_the_same_answer_and_holds_once(database: TestDatabase) {
        let shop = shop(database).await;
        let first = reserve(r#"{ sku: "VASE", quantity: 1 }"#, r#", idempotencyKey: "a""#);
        let second = reserve(r#"{ sku: "VASE", quantity: 1 }"#, r#", idempotencyKey: "b""#);
        let held = shop.ask_as_admin(&first).await;
        let none = shop.ask_as_admin(&second).await;
        assert_eq!(refused(&none), ["OUT_OF_STOCK input.lines.0.quantity 0"]);
        let id = payload(&held)["reservation"]["id"].as_str().unwrap().to_owned();
        shop.ask_as_admin(&format!(r#"mutation {{ reservationRelease(id: "{id}") {{ userErrors {{ code }} }} }}"#)).await;
        // Both as they were, whatever has happened since.
        assert_eq!(shop.ask_as_admin(&first).await, held);
        assert_eq!(shop.ask_as_admin(&second).await, none);
        let other = first.replace("quantity: 1", "quantity: 2");
        assert_eq!(refused(&shop.ask_as_admin(&other).await), ["IDEMPOTENCY_KEY_REUSED idempotencyKey"]);
        assert_eq!(available(&shop, "VASE").await["availableQuantity"], 1);
    }

    async fn a_dry_run_holds_nothing_and_a_storefront_can_not_reserve(database: TestDatabase) {
        let shop = shop(database).await;
        let would = shop.ask_as_admin(&reserve(r#"{ sku: "VASE", quantity: 1 }"#, ", dryRun: true")).await;
        assert_eq!(payload(&would)["reservation"]["state"], "ACTIVE", "{would:#}");
        assert_eq!(available(&shop, "VASE").await["availableQuantity"], 1);
        let refused = shop.ask_unvalidated(graphql::Viewer::anonymous(), &reserve(r#"{ sku: "VASE", quantity: 1 }"#, "")).await;
        assert_eq!(errors(&refused), ["FORBIDDEN: This needs the permission inventory:write."]);
    }

    async fn what_has_expired_is_available_at_once(database: TestDatabase) {
        let shop = shop(database).await;
        let held = shop.ask_as_admin(&reserve(r#"{ sku: "VASE", quantity: 1 }"#, "")).await;
        let id = payload(&held)["reservation"]["id"].as_str().unwrap().to_owned();
        for table in ["reservation", "reservation_line"] {
            shop.database.execute(&format!("UPDATE {table} SET expires_at = 1")).await.unwrap();
        }
        assert_eq!(available(&shop, "VASE").await["availableQuantity"], 1);
        let late = shop.ask_as_admin(&format!(r#"mutation {{ reservationCommit(id: "{id}") {{ userErrors {{ code field availableQuantity }} }} }}"#)).await;
        assert_eq!(refused(&late), ["RESERVATION_EXPIRED id"]);
        let next = shop.ask_as_admin(&reserve(r#"{ sku: "VASE", quantity: 1 }"#, "")).await;
        assert_eq!(refused(&next), [] as [&str; 0]);
        assert_eq!(shop.store.inspect().await.unwrap(), []);
    }

    async fn who_waits_for_a_long_import_is_told_to_try_again(database: TestDatabase) {
        let shop = Shop::with_patience(database, FEED, std::time::Duration::from_millis(300)).await;
        let actor = persistence::Actor::command_line();
        // As an import does it, which goes on for minutes.
        let mut import = shop.store.begin(&actor).await.unwrap();
        let counted = persistence::LevelEdit {
            line: 0, field: "onHand", location_field: "location", sku: domain::text::Sku::parse("VASE").unwrap(),
            location: domain::text::Code::parse("berlin").unwrap(),
            change: domain::inventory::LevelChange::Adjust(1), expected: None,
        };
        let edit = persistence::StockEdit { cause: domain::inventory::LedgerCause::Adjusted, reason: None, reference: None, levels: vec![counted] };
        import.edit_stock(&edit).await.unwrap();
        let adjust = r#"mutation { stockAdjust(input: { lines: [{ sku: "VASE", location: "berlin", delta: 1 }] }) { userErrors { code field availableQuantity } } }"#;
        let wish = reserve(r#"{ sku: "VASE", quantity: 1 }"#, r#", idempotencyKey: "k""#);
        for mutation in [adjust, &wish] {
            let waited = tokio::time::timeout(std::time::Duration::from_secs(10), shop.ask_as_admin(mutation));
            let told = waited.await.expect("it does not wait for the import");
            assert_eq!(told["errors"][0]["extensions"]["code"], "SERVICE_UNAVAILABLE", "{told:#}");
            assert!(told["errors"][0]["message"].as_str().unwrap().contains("Nothing was done"), "{told:#}");
        }
        if shop.database.backend() == persistence::Backend::Postgres {
            // What others hold is in nobody else's way.
            let other = reserve(r#"{ sku: "LAMP", quantity: 1 }"#, "");
            assert_eq!(refused(&shop.ask_as_admin(&other).await), [] as [&str; 0]);
        }
        import.commit().await.unwrap();
        assert_eq!(refused(&shop.ask_as_admin(&wish).await), [] as [&str; 0]);
        assert_eq!(available(&shop, "VASE").await["availableQuantity"], 1);
    }
}
