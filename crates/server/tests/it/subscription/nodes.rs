//! A change that is made elsewhere reaches the subscribers of every node.

use persistence::Backend;
use serde_json::json;
use server::build_app;

use super::{SECRET, Shop};
use crate::support::{app::config, client::Client, program::Program, socket::Served};

const PRICES: &str = r#"subscription { priceChanged(filter: {sku: ["MUG"]}, context: {channel: "de"}) { variant { price { unit { amount } } } } }"#;

testkit::on_each_database! {
    async fn what_another_program_imports_is_told(database: TestDatabase) {
        let shop = Shop::on(database).await;
        let mut socket = shop.storefront().await;
        socket.subscribe("1", PRICES).await;
        socket.first_told(async |round| shop.price("MUG", 10 + round).await).await;
        let program = Program::new().set("VITRINE_DATABASE_URL", shop.app.database.url());
        program.file("price.jsonl", r#"{"type":"price","sku":"MUG","currency":"EUR","prices":[{"amount":"99.95"}]}"#);
        let ran = tokio::task::spawn_blocking(move || program.run(&["import", "price.jsonl"])).await.unwrap();
        assert_eq!(ran.status, 0, "{}", ran.err);
        loop {
            let told = socket.told("priceChanged").await;
            if told["variant"]["price"]["unit"]["amount"] == "99.95" {
                break;
            }
        }
    }

    async fn what_one_server_changes_is_told_by_another(database: TestDatabase) {
        let shop = Shop::on(database).await;
        // A server of its own, with its own connections, time and identifiers.
        let folder = tempfile::tempdir().unwrap();
        let settings = config(&shop.app.database, &[("VITRINE_DATA_DIR", folder.path().to_str().unwrap())]);
        let app = build_app(&settings).await.unwrap();
        let other = Served::new(&app, &settings).await;
        let mut socket = other.connect(json!(null)).await;
        socket.subscribe("1", PRICES).await;
        let admin = shop.app.with_key(SECRET);
        let set = async |client: &Client, amount: u32| {
            let query = format!(r#"mutation {{ pricesSet(input: {{set: [{{sku: "MUG", prices: [{{currency: "EUR", amount: "{amount}"}}]}}]}}) {{ userErrors {{ message }} }} }}"#);
            assert_eq!(client.run(&query).await.data()["pricesSet"]["userErrors"], json!([]));
        };
        socket.first_told(async |round| set(&admin, 10 + round).await).await;
        set(&admin, 555).await;
        loop {
            let told = socket.told("priceChanged").await;
            if told["variant"]["price"]["unit"]["amount"] == "555.00" {
                break;
            }
        }
        if shop.app.database.backend() == Backend::Postgres {
            // It is told, and not only found by looking.
            let listening = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
            let count: u32 = shop.app.database.column(listening).await[0].parse().unwrap();
            assert!(count >= 1, "nobody listens");
        }
        app.store().close().await;
    }
}
