//! Parts of a transaction can be undone alone.

use persistence::{Change, ProductChange};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, code, price_list, product, published},
    whole::refusal,
};

fn made(text: &str) -> Vec<ProductChange> {
    vec![ProductChange {
        before: None,
        after: product(text),
    }]
}

on_each_database! {
    async fn what_was_undone_is_gone_and_the_rest_stays(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut transaction = shop.begin().await;
        transaction.save_products(made("A")).await.unwrap();
        let version = transaction.catalog_version().await.unwrap();
        let point = transaction.savepoint().await.unwrap();
        for _ in 0..2 {
            transaction.save_categories(vec![Change { before: None, after: category("lamps") }]).await.unwrap();
            let inside = domain::catalog::Product { categories: vec![code("lamps")], ..product("B") };
            transaction.save_products(vec![ProductChange { before: None, after: inside }]).await.unwrap();
            assert!(transaction.catalog_version().await.unwrap() > version);
            transaction.undo_to(&point).await.unwrap();
            assert_eq!(transaction.catalog_version().await.unwrap(), version);
        }
        let lost = domain::catalog::Product { categories: vec![code("lamps")], ..product("C") };
        let refused = transaction.save_products(vec![ProductChange { before: None, after: lost }]).await;
        assert_eq!(refusal(refused)[0].0, "[0].categories[0]", "the category is forgotten as well");
        transaction.commit().await.unwrap();
        assert_eq!(shop.database.column("SELECT code FROM product").await, ["A"]);
        assert_eq!(shop.database.column("SELECT key FROM outbox WHERE kind IN ('product', 'category')").await, ["A"]);
    }

    async fn the_reference_goes_back_too(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let before = shop.reference().await.version;
        let mut transaction = shop.begin().await;
        let point = transaction.savepoint().await.unwrap();
        transaction.save_price_lists(vec![Change { before: None, after: price_list("new") }]).await.unwrap();
        transaction.undo_to(&point).await.unwrap();
        assert!(transaction.reference().price_lists.is_empty());
        // It knows that it has to raise the version anew.
        transaction.save_price_lists(vec![Change { before: None, after: price_list("other") }]).await.unwrap();
        transaction.commit().await.unwrap();
        let after = shop.reference().await;
        assert_eq!(after.version, before + 1);
        assert!(after.price_lists.by_code("other").is_some());
        assert!(after.price_lists.by_code("new").is_none());
    }

    async fn a_transaction_goes_on_after_the_database_refused(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([product("A")]).await;
        let mut transaction = shop.begin().await;
        for text in ["B", "A", "C"] {
            let point = transaction.savepoint().await.unwrap();
            match transaction.save_products(made(text)).await {
                Ok(()) => transaction.release(point).await.unwrap(),
                Err(_) => transaction.undo_to(&point).await.unwrap(),
            }
        }
        transaction.commit().await.unwrap();
        assert_eq!(shop.database.column("SELECT code FROM product ORDER BY code").await, ["A", "B", "C"]);
    }

    async fn a_lock_that_was_undone_is_taken_again(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut transaction = shop.begin().await;
        let point = transaction.savepoint().await.unwrap();
        transaction.save_products(made("A")).await.unwrap();
        transaction.undo_to(&point).await.unwrap();
        if shop.database.backend() == persistence::Backend::Postgres {
            // Only there another writer can come between.
            shop.save_price_lists([price_list("between")]).await;
            let named = domain::catalog::Product { channels: vec![published("web")], ..product("A") };
            let refused = transaction.save_products(vec![ProductChange { before: None, after: named }]).await;
            let Err(domain::outcome::Failure::Fault(fault)) = refused else { panic!("{refused:?}") };
            assert_eq!(fault.kind, domain::outcome::FaultKind::Contended);
        }
    }
}
