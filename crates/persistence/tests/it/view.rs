//! Reading within a transaction that is still open: what a dry run shows, and that nothing of it remains.

use std::time::Duration;

use domain::{inventory::Location, outcome::FaultKind};
use persistence::{
    Actor, Change, ProductChange, Store,
    catalog::{CategoryKey, ProductKey, VariantKey},
};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, code, price, product, sku, stock},
};

/// A view in which there are the location `depot`, the category `lamps` and the product `A`, of which the store knows
/// nothing.
async fn view(shop: &Shop) -> Store {
    let mut transaction = shop.begin().await;
    let depot = Location {
        code: code("depot"),
        name: String::from("Depot"),
        country: None,
    };
    transaction
        .save_locations(vec![Change {
            before: None,
            after: depot,
        }])
        .await
        .unwrap();
    transaction
        .save_categories(vec![Change {
            before: None,
            after: category("lamps"),
        }])
        .await
        .unwrap();
    let mut lamp = product("A");
    lamp.categories = vec![code("lamps")];
    lamp.variants[0].prices = vec![price("5")];
    lamp.variants[0].stock = vec![stock("depot", 7)];
    transaction
        .save_products(vec![ProductChange {
            before: None,
            after: lamp,
        }])
        .await
        .unwrap();
    transaction.into_view()
}

on_each_database! {
    async fn a_view_reads_what_its_transaction_wrote(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let admin = shop.admin().await;
        let view = view(&shop).await;
        let reference = view.reference().await.unwrap();
        assert!(reference.locations.by_code("depot").is_some());
        let found = view.products().by_key(&ProductKey::Code(code("A")), &admin).await.unwrap().unwrap();
        assert_eq!(found.version, 1);
        assert!(view.categories().by_key(&CategoryKey::Code(code("lamps")), &admin).await.unwrap().is_some());
        let variant = view.variants().by_key(&VariantKey::Sku(sku("A")), &admin).await.unwrap().unwrap();
        let levels = view.stock().by_variants(&[variant.id], None, &reference).await.unwrap();
        assert_eq!(levels[&variant.id].len(), 1);
        let snapshot = view.snapshot().await.unwrap();
        let whole = snapshot.products_after(None, 10, &reference).await.unwrap();
        assert_eq!(whole[0].value.variants[0].prices, [price("5")]);
    }

    async fn readers_at_once_share_the_transaction(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let admin = shop.admin().await;
        let view = view(&shop).await;
        let readers = (0..8).map(|_| {
            let (view, admin) = (view.clone(), admin.clone());
            tokio::spawn(async move { view.products().by_key(&ProductKey::Code(code("A")), &admin).await.unwrap().is_some() })
        });
        for reader in readers.collect::<Vec<_>>() {
            assert!(reader.await.unwrap());
        }
    }

    async fn nothing_of_a_view_remains(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let before = shop.reference().await.version;
        let tables = ["product", "category", "stock", "outbox", "audit"];
        let mut counts = Vec::new();
        for table in tables {
            counts.push(shop.counted(table).await);
        }
        let view = view(&shop).await;
        let clone = view.clone();
        drop(view);
        assert!(clone.reference().await.unwrap().locations.by_code("depot").is_some(), "the last clone keeps it open");
        drop(clone);
        for (table, count) in tables.into_iter().zip(counts) {
            assert_eq!(shop.counted(table).await, count, "{table}");
        }
        assert_eq!(shop.reference().await.version, before);
        // The connection that writes is free at once, and nobody's lock is left.
        let writing = async {
            shop.save_categories([category("lamps")]).await;
            shop.save([product("A")]).await;
        };
        tokio::time::timeout(Duration::from_secs(5), writing).await.unwrap();
    }

    async fn a_view_does_not_write_and_closes_nothing(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let view = view(&shop).await;
        let refused = view.begin(&Actor::command_line()).await.err().unwrap();
        assert_eq!(refused.kind, FaultKind::Bug);
        view.close().await;
        view.ping().await.unwrap();
        drop(view);
        shop.store.ping().await.unwrap();
        shop.save([product("A")]).await;
    }
}
