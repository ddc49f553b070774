//! Subscriptions: who may, and what becomes of those that don't keep up. What they tell is tested over the server.

use async_graphql::Response;
use futures_util::{StreamExt as _, stream::BoxStream};
use graphql::{
    Viewer,
    change::{Changed, Changes},
};
use persistence::FeedCursor;
use serde_json::{Value, json};
use testkit::{on_each_database, outbox::settled};

use crate::support::{Shop, admin, errors};

const PROGRESS: &str =
    r#"subscription { importProgress(id: "Sm9iOgAAAAAAAAAAAAAAAAAAAAA") { state } }"#;
const PRODUCTS: &str = "subscription { productChanged(context: { channel: \"de\" }) { code product { name variants(first: 1) { nodes { price { unit { amount } } } } } } }";

async fn next(stream: &mut BoxStream<'static, Response>) -> Value {
    serde_json::to_value(stream.next().await.unwrap()).unwrap()
}

impl Shop {
    /// The end of all that is written, once that is settled.
    async fn settled(&self) -> FeedCursor {
        let version = self.store.catalog_version().await.unwrap();
        let end = settled(&self.store, version).await;
        self.store.feed_cursor(end).await.unwrap()
    }

    /// Hands out all that has changed after a place, as a server does.
    async fn publish(&self, after: FeedCursor) {
        let place = self
            .store
            .outbox_position(persistence::CatalogVersion(after.seq))
            .await
            .unwrap();
        let mut events = Vec::new();
        while events.is_empty() {
            events = self
                .store
                .outbox_after(place.unwrap_or_default(), 100)
                .await
                .unwrap();
        }
        let places = self.store.change_places(&events).await.unwrap();
        self.feed.wanted().await;
        self.feed.begun();
        let all = events.into_iter().zip(places);
        let all = all.map(|(event, place)| Changed { event, place }).collect();
        self.feed.publish(Changes { all, cursor: after });
    }

    async fn rename(&self, name: &str, amount: &str) {
        let variant = json!({"sku": "MUG", "prices": [{"amount": amount, "currency": "EUR"}]});
        self.import(
            &json!({"type": "product", "code": "mug", "name": name, "variants": [variant]})
                .to_string(),
        )
        .await;
    }
}

on_each_database! {
    async fn a_storefront_that_asks_past_its_schema_is_told_of_no_import(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut stream = shop.subscribe(Viewer::anonymous(), PROGRESS);
        assert_eq!(errors(&next(&mut stream).await), ["FORBIDDEN: This needs the permissions catalog:read, pricing:read and inventory:read."]);
        assert!(stream.next().await.is_none());
        let mut stream = shop.subscribe(admin(), PROGRESS);
        assert_eq!(errors(&next(&mut stream).await), ["BAD_USER_INPUT: There is no job with this id."]);
    }

    async fn each_event_shows_what_is_so_then(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.feed.begun();
        let mut stream = shop.subscribe(admin(), PRODUCTS);
        for (name, amount) in [("One", "1.00"), ("Two", "2.00"), ("Three", "3.00")] {
            let before = shop.settled().await;
            let told = async {
                let told = next(&mut stream).await;
                told["data"]["productChanged"]["product"].clone()
            };
            let change = async {
                shop.rename(name, amount).await;
                shop.publish(before).await;
            };
            let (told, ()) = tokio::join!(told, change);
            assert_eq!(told, json!({"name": name, "variants": {"nodes": [{"price": {"unit": {"amount": amount}}}]}}));
        }
    }

    async fn a_subscriber_that_does_not_keep_up_is_told_so_and_no_more(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.feed.begun();
        let mut stream = shop.subscribe(admin(), PRODUCTS);
        let before = shop.settled().await;
        let change = async {
            shop.rename("One", "1.00").await;
            shop.publish(before).await;
        };
        let (first, ()) = tokio::join!(next(&mut stream), change);
        assert_eq!(first["data"]["productChanged"]["code"], "mug", "{first}");
        for _ in 0..300 {
            shop.feed.publish(Changes { all: Vec::new(), cursor: before });
        }
        let lagged = next(&mut stream).await;
        assert!(errors(&lagged)[0].starts_with("SUBSCRIPTION_LAGGED: "), "{lagged}");
        let cursor = &lagged["errors"][0]["extensions"]["cursor"];
        assert!(stream.next().await.is_none());
        // From there nothing is missing.
        let missed = shop.ask_as_admin(&format!("{{ changes(after: {cursor}) {{ nodes {{ code }} }} }}")).await;
        assert!(missed.get("errors").is_none(), "{missed}");
    }
}
