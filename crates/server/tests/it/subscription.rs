//! Operations with many answers: WebSockets, server-sent events, and what they tell of.

mod events;
mod feed;
mod nodes;
mod protocol;
mod told;

use domain::access::Role;
use serde_json::json;
use testkit::database::TestDatabase;

use crate::support::{
    app::{TestApp, config},
    socket::{Served, Socket},
};

const SECRET: &str = "vtr_admin_of_the_test_0123456789abcdef";

/// Two channels, three mugs in a category below another, and a lamp elsewhere.
const SHOP: &str = r#"{"type":"location","code":"here","name":"Here"}
{"type":"channel","code":"de","name":"Germany","currencies":["EUR"],"defaultCurrency":"EUR","locales":["en"],"defaultLocale":"en","country":"DE","locations":["here"]}
{"type":"channel","code":"us","name":"USA","currencies":["EUR"],"defaultCurrency":"EUR","locales":["en"],"defaultLocale":"en","country":"US","locations":["here"]}
{"type":"priceList","code":"sale","name":"Sale","currency":"EUR","priority":1}
{"type":"category","code":"home","slug":"home","name":"Home"}
{"type":"category","code":"mugs","slug":"mugs","name":"Mugs","parent":"home"}
{"type":"category","code":"lamps","slug":"lamps","name":"Lamps"}
{"type":"product","code":"mug","slug":"mug","name":"Mug","status":"ACTIVE","channels":["de"],"categories":["mugs"],"variants":[{"sku":"MUG","prices":[{"amount":"1.00","currency":"EUR"}],"stock":[{"location":"here","onHand":100}]}]}
{"type":"product","code":"cup","slug":"cup","name":"Cup","status":"ACTIVE","channels":["de"],"categories":["mugs"],"variants":[{"sku":"CUP","prices":[{"amount":"2.00","currency":"EUR"}],"stock":[{"location":"here","onHand":100}]}]}
{"type":"product","code":"draft","slug":"draft","name":"Draft","status":"DRAFT","channels":["de"],"categories":["mugs"],"variants":[{"sku":"DRAFT","prices":[{"amount":"3.00","currency":"EUR"}],"stock":[{"location":"here","onHand":1}]}]}
{"type":"product","code":"lamp","slug":"lamp","name":"Lamp","status":"ACTIVE","channels":["de"],"categories":["lamps"],"variants":[{"sku":"LAMP","prices":[{"amount":"4.00","currency":"EUR"}],"stock":[{"location":"here","onHand":100}]}]}
"#;

/// A shop that is served.
struct Shop {
    served: Served,
    app: TestApp,
}

impl Shop {
    async fn on(database: TestDatabase) -> Self {
        Self::with(database, &[]).await
    }

    async fn with(database: TestDatabase, settings: &[(&str, &str)]) -> Self {
        let app = TestApp::with(database, settings).await;
        app.import(SHOP).await;
        app.key(SECRET, Role::Admin).await;
        let served = Served::new(&app.app, &config(&app.database, settings)).await;
        Self { served, app }
    }

    async fn storefront(&self) -> Socket {
        self.served.connect(json!(null)).await
    }

    async fn admin(&self) -> Socket {
        self.served
            .connect(json!({"authorization": format!("Bearer {SECRET}")}))
            .await
    }

    /// Sets the price of a variant.
    async fn price(&self, sku: &str, amount: impl std::fmt::Display) {
        let prices = json!([{"amount": amount.to_string()}]);
        self.app
            .import(
                json!({"type": "price", "sku": sku, "currency": "EUR", "prices": prices})
                    .to_string(),
            )
            .await;
    }

    /// Changes fields of a product.
    async fn product(&self, code: &str, mut fields: serde_json::Value) {
        fields["type"] = json!("product");
        fields["code"] = json!(code);
        self.app.import(fields.to_string()).await;
    }
}
