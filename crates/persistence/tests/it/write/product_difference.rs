//! Saving a product writes what differs and nothing else.

use chrono::TimeDelta;
use domain::catalog::{AttributeValue, Product, Scalar};
use persistence::ProductChange;
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{code, locale, price, stock, variant},
    whole::whole_product,
};

/// How many rows of each table were ever inserted, changed or deleted can't be asked; but what they hold can.
async fn state(shop: &Shop) -> Vec<Vec<String>> {
    let mut state = Vec::new();
    let tables = [
        "outbox",
        "audit",
        "variant",
        "price",
        "stock",
        "product_channel",
        "product_category",
        "category_listing",
    ];
    for table in tables {
        state.push(vec![shop.counted(table).await.to_string()]);
    }
    state.push(shop.database.column("SELECT version FROM product").await);
    state.push(shop.database.column("SELECT updated_at FROM product").await);
    state.push(
        shop.database
            .column("SELECT version FROM stock ORDER BY variant_id, location_id")
            .await,
    );
    state.push(
        shop.database
            .column("SELECT updated_at FROM stock ORDER BY variant_id, location_id")
            .await,
    );
    state
}

on_each_database! {
    async fn an_equal_product_is_not_touched(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        let before = state(&shop).await;
        shop.database.clock().advance(TimeDelta::hours(1));
        let statements = shop.store.statements();
        shop.change("A", |product| {
            for variant in &mut product.variants {
                variant.prices.reverse();
                variant.stock.reverse();
            }
        })
        .await
        .unwrap();
        assert_eq!(state(&shop).await, before);
        // Reading takes nine, whatever the product; writing would take more.
        assert!(shop.store.statements() - statements <= 10, "{}", shop.store.statements() - statements);
    }

    async fn a_change_counts_the_product_and_the_level_that_changed(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        shop.database.clock().advance(TimeDelta::hours(1));
        shop.change("A", |product| product.variants[0].stock[0].on_hand = 11).await.unwrap();
        let stored = shop.stored("A").await;
        assert_eq!(stored.version, 2);
        assert_eq!(stored.updated_at, shop.database.now());
        assert_eq!(stored.created_at, shop.database.now() - TimeDelta::hours(1));
        assert_eq!(stored.value.variants[0].stock[0].on_hand, 11);
        let versions = shop.database.column("SELECT version FROM stock ORDER BY version").await;
        assert_eq!(versions, ["1", "1", "1", "2"]);
    }

    async fn everything_can_change_at_once(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        let ids = shop.stored("A").await.variant_ids.clone();
        let after = |product: &mut Product| {
            product.name = String::from("Other");
            product.description = None;
            product.channels = product.channels.split_off(1);
            product.categories = vec![code("gifts"), code("home")];
            product.attributes.remove(&code("colour"));
            product.attributes.insert(code("weight"), AttributeValue::One(Scalar::Number(2.0)));
            product.media.clear();
            product.variants.remove(0);
            product.variants[0].prices = vec![price("1"), price("2")].split_off(1);
            product.variants[0].stock = vec![stock("paris", 7)];
            let mut third = variant("A-X");
            third.options = vec![String::from("X"), String::from("White")];
            product.variants.insert(0, third);
            product.translations.clear();
            product.translations.insert(locale("fr"), whole_product("F").translations[&locale("de")].clone());
        };
        shop.change("A", after).await.unwrap();
        let mut expected = whole_product("A");
        after(&mut expected);
        let stored = shop.stored("A").await;
        assert_eq!(stored.value, expected);
        assert_eq!(stored.version, 2);
        assert_eq!(stored.variant_ids[&expected.variants[1].sku], ids[&expected.variants[1].sku], "a variant keeps its id");
        assert_eq!(shop.counted("price").await, 1);
        assert_eq!(shop.counted("stock").await, 1);
        assert_eq!(shop.counted("category_listing").await, 2);
    }

    async fn what_reservations_hold_stays_when_the_count_changes(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        shop.database.execute("UPDATE stock SET reserved = 3, backordered = 1 WHERE on_hand = 12").await.unwrap();
        shop.change("A", |product| product.variants[0].stock[0].on_hand = 2).await.unwrap();
        assert_eq!(shop.database.column("SELECT reserved FROM stock WHERE on_hand = 2").await, ["3"]);
        assert_eq!(shop.database.column("SELECT backordered FROM stock WHERE on_hand = 2").await, ["1"]);
    }

    async fn of_a_batch_only_the_changed_products_count(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        shop.save([whole_product("B")]).await;
        let mut transaction = shop.begin().await;
        let stored = transaction.products_by_code(&[code("A"), code("B")]).await.unwrap();
        let changes = stored.into_values().map(|before| {
            let mut after = before.value.clone();
            if after.code == code("B") {
                after.brand = None;
            }
            ProductChange { before: Some(before), after }
        });
        transaction.save_products(changes.collect()).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(shop.stored("A").await.version, 1);
        assert_eq!(shop.stored("B").await.version, 2);
    }

    async fn dropping_a_transaction_undoes_it(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        let before = state(&shop).await;
        let mut transaction = shop.begin().await;
        transaction.save_products(vec![ProductChange { before: None, after: whole_product("B") }]).await.unwrap();
        drop(transaction);
        // The writer is free again, and nothing is there.
        let mut transaction = shop.begin().await;
        assert!(transaction.products_by_code(&[code("B")]).await.unwrap().is_empty());
        transaction.rollback().await.unwrap();
        assert_eq!(state(&shop).await, before);
    }
}
