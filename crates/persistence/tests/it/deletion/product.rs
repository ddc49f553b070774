use std::time::{Duration, Instant};

use domain::{
    catalog::{Product, Variant},
    problem::Reason,
};
use persistence::{ProductChange, StoredProduct, Transaction};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, code, price, product, stock, variant},
    whole::refusal,
};

async fn found(transaction: &mut Transaction, texts: &[&str]) -> Vec<StoredProduct> {
    let codes: Vec<_> = texts.iter().map(|text| code(text)).collect();
    let mut found = transaction.products_by_code(&codes).await.unwrap();
    codes
        .iter()
        .map(|code| found.remove(code).unwrap())
        .collect()
}

on_each_database! {
    async fn a_deleted_product_goes_with_all_that_belongs_to_it(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        shop.save([product("B")]).await;
        let mut transaction = shop.begin().await;
        let products = found(&mut transaction, &["A"]).await;
        transaction.delete_products(products).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(shop.database.column("SELECT code FROM product").await, ["B"]);
        assert_eq!(shop.database.column("SELECT sku FROM variant").await, ["B"]);
        for table in ["price", "stock", "product_translation", "product_category", "category_listing"] {
            assert_eq!(shop.counted(table).await, 0, "{table}");
        }
        assert_eq!(shop.counted("product_channel").await, 1);
        assert!(shop.store.inspect().await.unwrap().is_empty());
        // Nothing of it is in the way of another one.
        shop.save([product("A")]).await;
        assert_eq!(shop.stored("A").await.version, 1);
    }

    async fn a_deletion_is_told_and_audited_whole(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        let mut transaction = shop.begin().await;
        let products = found(&mut transaction, &["A"]).await;
        transaction.delete_products(products).await.unwrap();
        transaction.commit().await.unwrap();
        let events = "SELECT kind || ' ' || key || ' ' || action || ' ' || version FROM outbox ORDER BY seq DESC LIMIT 1";
        assert_eq!(shop.database.column(events).await, ["product A DELETED 2"]);
        let audited = shop.database.column("SELECT changes FROM audit WHERE action = 'DELETED'").await;
        let changes: serde_json::Value = serde_json::from_str(&audited[0]).unwrap();
        assert_eq!(changes["name"], serde_json::json!(["Product A", null]));
        assert_eq!(changes["variants"][0]["A-S"]["stock"]["berlin"]["onHand"], 12);
        assert!(changes["variants"][1].is_null());
    }

    async fn a_product_of_which_units_are_reserved_stays(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        shop.save([product("B")]).await;
        shop.database.execute("UPDATE stock SET reserved = 3 WHERE on_hand = 12").await.unwrap();
        let mut transaction = shop.begin().await;
        let both = found(&mut transaction, &["B", "A"]).await;
        let refused = transaction.delete_products(both).await;
        let Err(domain::outcome::Failure::Rejected(problems)) = &refused else { panic!("{refused:?}") };
        assert_eq!(problems[0].to_string(), "[1]: 6 units of this product are reserved.");
        assert_eq!(refusal(refused), [(String::from("[1]"), Reason::InUse)]);
        // The transaction goes on.
        let other = found(&mut transaction, &["B"]).await;
        transaction.delete_products(other).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(shop.database.column("SELECT code FROM product").await, ["A"]);
    }

    async fn a_product_of_which_units_are_owed_stays(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        let refused = async |promised: &str| {
            let sql = format!("UPDATE stock SET {promised} WHERE on_hand = 12");
            shop.database.execute(&sql).await.unwrap();
            let mut transaction = shop.begin().await;
            let products = found(&mut transaction, &["A"]).await;
            let refused = transaction.delete_products(products).await;
            let Err(domain::outcome::Failure::Rejected(problems)) = refused else { panic!("{refused:?}") };
            problems.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let owed = "[0]: 4 units of this product are owed to buyers. Receive what is owed with stockAdjust, or set backordered to 0 with stockSet.";
        assert_eq!(refused("backordered = 2").await, [owed]);
        assert_eq!(refused("reserved = 1").await, ["[0]: 2 units of this product are reserved.", owed]);
    }

    async fn a_promise_that_comes_after_the_look_is_kept_by_the_database(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        for promised in ["reserved = 1", "reserved = 0, backordered = 1"] {
            let sql = format!("UPDATE stock SET {promised} WHERE on_hand = 12");
            shop.database.execute(&sql).await.unwrap();
            let refused = shop.database.execute("DELETE FROM product").await.unwrap_err();
            assert!(refused.to_string().contains("stock_in_use"), "{refused}");
        }
    }

    async fn a_product_of_2000_variants_is_deleted_within_a_second(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_categories([category("lamps")]).await;
        let variants = (0..2000).map(|number| Variant {
            options: vec![number.to_string()],
            prices: vec![price("1"), domain::pricing::Price { min_quantity: 10, ..price("0.90") }],
            stock: vec![stock("berlin", 1), stock("paris", 1)],
            ..variant(&format!("A-{number}"))
        });
        let large = Product { options: vec![String::from("Number")], variants: variants.collect(), categories: vec![code("lamps")], ..product("A") };
        let mut transaction = shop.begin().await;
        transaction.save_products(vec![ProductChange { before: None, after: large }]).await.unwrap();
        transaction.commit().await.unwrap();
        let mut transaction = shop.begin().await;
        let products = found(&mut transaction, &["A"]).await;
        let (began, statements) = (Instant::now(), shop.store.statements());
        transaction.delete_products(products).await.unwrap();
        transaction.commit().await.unwrap();
        let took = began.elapsed();
        // So many statements as for one of two variants; two of them close the ledger of stock.
        assert!(shop.store.statements() - statements <= 8, "{} statements", shop.store.statements() - statements);
        // Generous: the build is not optimised, and other tests run beside this one.
        assert!(took < Duration::from_secs(3), "{took:?}");
        assert_eq!(shop.counted("variant").await, 0);
    }
}
