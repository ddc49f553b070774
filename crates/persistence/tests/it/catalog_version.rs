//! The version that answers of the API carry.

use persistence::{CatalogVersion, ProductChange};
use testkit::on_each_database;

use crate::support::{shop::Shop, things::product};

on_each_database! {
    async fn the_version_of_a_commit_is_that_of_the_store_after_it(database: TestDatabase) {
        let empty = database.store().await;
        assert_eq!(empty.catalog_version().await.unwrap(), CatalogVersion(0));
        let shop = Shop::open(database).await;
        let before = shop.store.catalog_version().await.unwrap();
        assert!(before > CatalogVersion(0));
        let mut transaction = shop.begin().await;
        let made = ["A", "B"].map(|text| ProductChange { before: None, after: product(text) });
        transaction.save_products(made.into()).await.unwrap();
        let promised = transaction.catalog_version().await.unwrap();
        assert_eq!(shop.store.catalog_version().await.unwrap(), before, "it is not committed yet");
        let version = transaction.commit_versioned().await.unwrap();
        assert!(version > before);
        assert_eq!(version, promised);
        assert_eq!(shop.store.catalog_version().await.unwrap(), version);
        let newest = shop.database.column("SELECT max(seq) FROM outbox").await;
        assert_eq!(newest, [version.0.to_string()]);
    }

    async fn who_changes_nothing_tells_what_is_committed(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let before = shop.store.catalog_version().await.unwrap();
        let transaction = shop.begin().await;
        assert_eq!(transaction.commit_versioned().await.unwrap(), before);
    }

    async fn a_version_is_that_of_its_own_transaction(database: TestDatabase) {
        let shop = Shop::open(database).await;
        if shop.database.backend() == persistence::Backend::Sqlite {
            // There is one writer at a time.
            return;
        }
        let mut first = shop.begin().await;
        first.save_products(vec![ProductChange { before: None, after: product("A") }]).await.unwrap();
        shop.save([product("B")]).await;
        let newest = shop.store.catalog_version().await.unwrap();
        assert!(first.commit_versioned().await.unwrap() < newest);
    }
}
