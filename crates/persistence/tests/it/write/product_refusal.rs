//! What can't be saved, and what a caller is told.

use domain::{
    catalog::{AttributeValue, Product, Scalar},
    outcome::Failure,
    pricing::Price,
    problem::Reason,
};
use persistence::{ProductChange, Promised};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{code, price, product, product_in_sizes, published, stock, variant},
    whole::refusal,
};

async fn try_to_save(
    shop: &Shop,
    products: impl IntoIterator<Item = Product>,
) -> Result<(), Failure> {
    let mut transaction = shop.begin().await;
    let changes = products.into_iter().map(|after| ProductChange {
        before: None,
        after,
    });
    transaction.save_products(changes.collect()).await
}

on_each_database! {
    async fn everything_that_is_named_and_missing_is_told_at_once(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut wrong = variant("B");
        wrong.prices = vec![Price { list: Some(code("no-list")), ..price("1") }];
        wrong.stock = vec![stock("nowhere", 1)];
        let wrong = Product {
            channels: vec![published("no-channel")],
            categories: vec![code("no-category")],
            attributes: [(code("no-attribute"), AttributeValue::One(Scalar::Boolean(true)))].into(),
            variants: vec![wrong],
            ..product("B")
        };
        let mut told = refusal(try_to_save(&shop, [product("A"), wrong]).await);
        told.sort_by(|a, b| a.0.cmp(&b.0));
        let paths: Vec<&str> = told.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["[1].attributes.no-attribute", "[1].categories[0]", "[1].channels", "[1].priceList", "[1].stock"]);
        assert!(told.iter().all(|(_, reason)| *reason == Reason::NotFound));
    }

    async fn after_a_refusal_of_ours_the_transaction_goes_on(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut transaction = shop.begin().await;
        let wrong = Product { categories: vec![code("no-category")], ..product("A") };
        refusal(transaction.save_products(vec![ProductChange { before: None, after: wrong }]).await);
        transaction.save_products(vec![ProductChange { before: None, after: product("A") }]).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(shop.stored("A").await.version, 1);
    }

    async fn a_key_that_another_writer_took_is_refused(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([product("A")]).await;
        let same_code = Product { code: product("A").code, ..product("B") };
        assert_eq!(refusal(try_to_save(&shop, [same_code]).await), [(String::from("code"), Reason::Taken)]);
        let same_slug = Product { slug: product("A").slug, ..product("B") };
        assert_eq!(refusal(try_to_save(&shop, [same_slug]).await), [(String::from("slug"), Reason::Taken)]);
        let same_sku = Product { variants: vec![variant("A")], ..product("B") };
        assert_eq!(refusal(try_to_save(&shop, [same_sku]).await), [(String::from("variants"), Reason::Taken)]);
        let mut twins = product_in_sizes("B", &["S", "S"]);
        twins.variants[1].sku = variant("B-2").sku;
        assert_eq!(refusal(try_to_save(&shop, [twins]).await), [(String::from("variants"), Reason::Duplicate)]);
    }

    async fn what_is_reserved_or_owed_stays(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        for (column, promised) in [
            ("reserved", Promised { reserved: 3, owed: 0 }),
            ("backordered", Promised { reserved: 0, owed: 3 }),
        ] {
            let set = async |units: u8| {
                let sql = format!("UPDATE stock SET {column} = {units} WHERE on_hand = 12");
                shop.database.execute(&sql).await.unwrap();
            };
            set(3).await;
            let stored = shop.stored("A").await;
            assert_eq!(stored.promised.values().collect::<Vec<_>>(), [&promised, &promised]);
            let told = refusal(shop.change("A", |product| drop(product.variants.pop())).await);
            assert_eq!(told, [(String::from("[0].variants"), Reason::InUse)]);
            let told = refusal(shop.change("A", |product| drop(product.variants[1].stock.remove(0))).await);
            assert_eq!(told, [(String::from("[0].variants[1].stock"), Reason::InUse)]);
            set(0).await;
        }
        // A level of which nothing is promised may go.
        shop.change("A", |product| drop(product.variants[1].stock.remove(1))).await.unwrap();
    }

    async fn what_is_promised_meanwhile_is_kept_by_the_database(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        let stale = shop.stored("A").await;
        for promised in ["reserved = 3", "reserved = 0, backordered = 3"] {
            let sql = format!("UPDATE stock SET {promised} WHERE on_hand = 12");
            shop.database.execute(&sql).await.unwrap();
            let mut after = stale.value.clone();
            after.variants.pop();
            let mut transaction = shop.begin().await;
            let change = ProductChange { before: Some(stale.clone()), after };
            let told = refusal(transaction.save_products(vec![change]).await);
            assert_eq!(told, [(String::from("variants"), Reason::InUse)]);
        }
    }
}
