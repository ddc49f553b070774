//! The first load of a PostgreSQL store sets foreign keys aside and puts them back.

use testkit::on_each_database;

use crate::support::{shop::Shop, things::product};

const KEYS: &str = "SELECT count(*) FROM pg_constraint WHERE contype = 'f'";

on_each_database! {
    async fn a_bulk_load_ends_with_every_foreign_key_in_place(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let is_postgres = shop.database.backend() == persistence::Backend::Postgres;
        let before = if is_postgres { shop.database.column(KEYS).await } else { Vec::new() };
        let mut transaction = shop.begin().await;
        assert!(!transaction.has_products().await.unwrap());
        transaction.load_in_bulk().await.unwrap();
        let change = persistence::ProductChange { before: None, after: product("LAMP") };
        transaction.save_products(vec![change]).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(shop.database.column("SELECT code FROM product").await, ["LAMP"]);
        if is_postgres {
            assert_eq!(shop.database.column(KEYS).await, before);
        }
        let orphan = "INSERT INTO product_category SELECT id, id, 0 FROM product";
        shop.database.execute(orphan).await.unwrap_err();
        let mut transaction = shop.begin().await;
        assert!(transaction.has_products().await.unwrap());
        transaction.load_in_bulk().await.unwrap();
        transaction.rollback().await.unwrap();
    }

    async fn a_bulk_load_that_is_undone_leaves_the_foreign_keys(database: TestDatabase) {
        let shop = Shop::open(database).await;
        if shop.database.backend() == persistence::Backend::Sqlite {
            return;
        }
        let before = shop.database.column(KEYS).await;
        let mut transaction = shop.begin().await;
        transaction.load_in_bulk().await.unwrap();
        drop(transaction);
        assert_eq!(shop.database.column(KEYS).await, before);
    }

    async fn nobody_is_locked_out_of_a_store_that_is_in_use(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let other = shop.database.store().await;
        other.ping().await.unwrap();
        let mut transaction = shop.begin().await;
        transaction.load_in_bulk().await.unwrap();
        assert!(other.is_empty().await.is_ok());
        let buyer = shop.buyer().await;
        let (products, ids) = (other.products(), [domain::id::ProductId(uuid::Uuid::nil())]);
        let looked = products.by_ids(&ids, &buyer);
        let answered = tokio::time::timeout(std::time::Duration::from_secs(5), looked).await;
        assert!(answered.expect("the tables are not locked").unwrap().is_empty());
        transaction.rollback().await.unwrap();
    }
}
