//! Each change leaves an event for consumers and a line for the audit.

use domain::{catalog::MediaKind, id::LocationId, inventory::Location};
use persistence::{Actor, Change};
use serde_json::json;
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, code, locale},
};

on_each_database! {
    async fn a_change_is_told_to_consumers_in_order(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        shop.change("A", |product| product.brand = None).await.unwrap();
        let events = shop
            .database
            .column("SELECT kind || ' ' || key || ' ' || action || ' ' || CAST(version AS TEXT) FROM outbox WHERE kind = 'product' ORDER BY seq")
            .await;
        assert_eq!(events, ["product A CREATED 1", "product A UPDATED 2"]);
        let kinds = shop.database.column("SELECT DISTINCT kind FROM outbox ORDER BY kind").await;
        assert_eq!(kinds, ["attribute", "category", "channel", "customer_group", "location", "price_list", "product"]);
        let same = "SELECT count(*) FROM outbox o JOIN audit a ON a.seq = o.seq AND a.entity_id = o.entity_id AND a.action = o.action AND a.at = o.at";
        assert_eq!(shop.database.column(same).await, shop.database.column("SELECT count(*) FROM outbox").await);
    }

    async fn the_audit_says_who_changed_what(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        let mut transaction = shop.store.begin(&Actor::api_key("shop floor")).await.unwrap();
        let before = transaction.products_by_code(&[code("A")]).await.unwrap().remove(&code("A")).unwrap();
        let mut after = before.value.clone();
        after.name = String::from("Better");
        after.media[1].kind = MediaKind::Document;
        after.variants[0].prices.truncate(1);
        after.variants[0].stock[0].on_hand = 4;
        after.translations.get_mut(&locale("de")).unwrap().name = None;
        transaction.save_products(vec![persistence::ProductChange { before: Some(before), after }]).await.unwrap();
        transaction.commit().await.unwrap();

        let actors = shop.database.column("SELECT actor FROM audit WHERE kind = 'product' ORDER BY seq").await;
        assert_eq!(actors, ["command line", "key:shop floor"]);
        let changes = shop.database.column("SELECT changes FROM audit WHERE kind = 'product' ORDER BY seq").await;
        assert_eq!(changes[0], "", "a creation needs no list of changes");
        let changes: serde_json::Value = serde_json::from_str(&changes[1]).unwrap();
        let media = |kind: &str| {
            json!([{"url": "https://example.org/1.jpg", "alt": "Front", "kind": "IMAGE"}, {"url": "https://example.org/1.glb", "kind": kind}])
        };
        let first = json!({"amount": "49.95", "currency": "EUR", "compareAt": "59.95"});
        let austrian = json!({"amount": "41", "currency": "EUR", "country": "AT", "validFrom": "2026-11-22T13:00:00Z", "validUntil": "2026-11-22T14:00:00Z"});
        let vip = json!({"amount": "39", "currency": "EUR", "priceList": "vip-eur", "minQuantity": 10});
        let variant = json!({"prices": [[first, austrian, vip], [first]], "stock": {"berlin": {"onHand": [12, 4]}}});
        let expected = json!({
            "name": ["Product A", "Better"],
            "media": [media("MODEL_3D"), media("DOCUMENT")],
            "translations": {"de": {"name": ["Produkt A", null]}},
            "variants": {"A-S": variant},
        });
        assert_eq!(changes, expected);
    }

    async fn an_equal_thing_leaves_no_trace(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_categories([category("C")]).await;
        let (events, version) = (shop.counted("outbox").await, shop.reference().await.version);
        let mut transaction = shop.begin().await;
        let berlin = (*transaction.reference().locations.by_code("berlin").unwrap().value).clone();
        transaction.save_locations(vec![change(berlin)]).await.unwrap();
        let stored = transaction.categories_by_code(&[code("C")]).await.unwrap().remove(&code("C")).unwrap();
        let after = stored.value.clone();
        transaction.save_categories(vec![Change { before: Some(stored), after }]).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(shop.counted("outbox").await, events);
        assert_eq!(shop.reference().await.version, version);
    }
}

fn change(after: Location) -> Change<LocationId, Location> {
    Change {
        before: None,
        after,
    }
}
