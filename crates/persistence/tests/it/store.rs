//! Opening a store.

use domain::outcome::FaultKind;
use persistence::{DatabaseConfig, Store};
use testkit::{database::TestDatabase, on_each_database, time};

use crate::support::{shop::Shop, things::category};

on_each_database! {
    async fn a_store_is_empty_until_something_of_a_catalogue_is_in_it(database: TestDatabase) {
        let store = database.store().await;
        assert!(store.is_empty().await.unwrap());
        let mut transaction = store.begin(&persistence::Actor::command_line()).await.unwrap();
        transaction.save_categories(vec![persistence::Change { before: None, after: category("a") }]).await.unwrap();
        assert!(store.is_empty().await.unwrap(), "what is not committed does not count");
        transaction.commit().await.unwrap();
        assert!(!store.is_empty().await.unwrap());
        store.ping().await.unwrap();
    }
}

/// Of a table that was analyzed without rows it thinks that reading all of it costs nothing.
#[tokio::test]
async fn postgres_is_not_told_that_a_table_is_empty() {
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let shop = Shop::open(database).await;
    shop.save_categories([category("a")]).await;
    shop.store.analyze().await.unwrap();
    let seen = |rows: &str| {
        format!(
            "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND reltuples {rows} \
             AND relname IN ('category', 'reservation', 'reservation_line', 'idempotency') ORDER BY relname"
        )
    };
    assert_eq!(shop.database.column(&seen("> 0")).await, ["category"]);
    let empty: [&str; 0] = [];
    assert_eq!(shop.database.column(&seen("= 0")).await, empty);
}

#[tokio::test]
async fn a_sqlite_file_is_made_with_its_folder_and_waits_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deep/er/vitrine.db");
    let config = DatabaseConfig::new(format!("sqlite://{}", file.display()));
    let store = Store::connect(&config, time::setup().0).await.unwrap();
    store.migrate().await.unwrap();
    assert!(file.exists());
    assert!(
        file.with_extension("db-wal").exists(),
        "readers go on while a writer writes"
    );
}

#[tokio::test]
async fn an_unusable_address_is_refused() {
    for url in [
        "mysql://localhost/x",
        "sqlite::memory:",
        "sqlite://x?mode=memory",
        "vitrine.db",
        "sqlite:///proc/none/x.db",
    ] {
        let refused = Store::connect(&DatabaseConfig::new(url), time::setup().0)
            .await
            .err();
        assert_eq!(
            refused.map(|fault| fault.kind),
            Some(FaultKind::Unavailable),
            "{url}"
        );
    }
}

#[tokio::test]
async fn a_snapshot_is_of_the_moment_in_which_it_was_taken() {
    let shop = Shop::open(TestDatabase::sqlite().await).await;
    let snapshot = shop.store.snapshot().await.unwrap();
    shop.save_categories([category("a")]).await;
    assert!(snapshot.categories_after(None, 1).await.unwrap().is_empty());
}
