//! What is recorded of prices: each change with its moment, nothing for a first load.

use domain::{
    catalog::{Product, Variant},
    pricing::{Adjustment, Price, PriceList, Relative, RelativeCompareAt},
};
use persistence::ProductChange;
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{code, hours, price, price_list, product, variant},
};

fn sold(prices: Vec<Price>) -> Product {
    Product {
        variants: vec![Variant {
            prices,
            ..variant("LAMP")
        }],
        ..product("LAMP")
    }
}

fn relative(percent: &str) -> PriceList {
    PriceList {
        relative: Some(Relative {
            parent: None,
            adjustment: Adjustment::parse_percentage(percent).unwrap(),
            rounding: None,
            compare_at: RelativeCompareAt::Adjusted,
            overrides: Vec::new(),
        }),
        ..price_list("sale")
    }
}

/// Changes the prices, or the name, of the product.
async fn change(shop: &Shop, with: impl FnOnce(&mut Product)) {
    let mut transaction = shop.begin().await;
    let code = code("LAMP");
    let mut found = transaction
        .products_by_code(std::slice::from_ref(&code))
        .await
        .unwrap();
    let before = found.remove(&code).unwrap();
    let mut after = before.value.clone();
    with(&mut after);
    let change = ProductChange {
        before: Some(before),
        after,
    };
    transaction.save_products(vec![change]).await.unwrap();
    transaction.commit().await.unwrap();
}

on_each_database! {
    async fn changes_of_rows_are_recorded_and_first_prices_are_not(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_price_lists([price_list("list")]).await;
        let fixed = Price { list: Some(code("list")), compare_at: Some(price("9").amount), country: None, ..price("7") };
        shop.save([sold(vec![price("10"), fixed.clone()])]).await;
        let id = shop.variant_id("LAMP").await;
        let reference = shop.reference().await;
        let recorded = async || shop.store.prices().history(&[id], hours(-1000), &*shop.reference().await).await.unwrap();
        assert!(recorded().await.by_variant.is_empty());
        let saved = shop.product_id("LAMP").await;
        change(&shop, |product| product.variants[0].prices = vec![price("8"), fixed.clone()]).await;
        change(&shop, |product| product.name = String::from("Another name")).await;
        change(&shop, |product| product.variants[0].prices = vec![price("8")]).await;
        let changes = &recorded().await.by_variant[&id];
        let shown: Vec<_> = changes.iter().map(|change| (change.removed.clone(), change.added.clone())).collect();
        assert_eq!(shown, [(vec![price("10")], vec![price("8")]), (vec![fixed], vec![])]);
        assert!(shop.store.prices().history(&[id], hours(1000), &reference).await.unwrap().by_variant.is_empty());
        assert_eq!(shop.product_id("LAMP").await, saved);
    }

    async fn definitions_of_lists_are_recorded_unless_only_the_name_differs(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_price_lists([relative("-10")]).await;
        shop.save_price_lists([PriceList { name: String::from("Sale!"), ..relative("-10") }]).await;
        shop.save_price_lists([PriceList { priority: 3, valid_from: Some(hours(-5)), ..relative("-30") }]).await;
        let mut transaction = shop.begin().await;
        let list = transaction.reference().price_lists.by_code("sale").unwrap().id;
        transaction.delete_price_lists(&[list]).await.unwrap();
        transaction.commit().await.unwrap();
        let history = shop.store.prices().history(&[], hours(-1000), &*shop.reference().await).await.unwrap();
        let before: Vec<_> = history.lists.iter().map(|change| (&*change.code, change.before.as_deref().cloned())).collect();
        assert_eq!(before, [
            ("sale", None),
            ("sale", Some(PriceList { name: String::from("Sale!"), ..relative("-10") })),
            ("sale", Some(PriceList { priority: 3, valid_from: Some(hours(-5)), ..relative("-30") })),
        ]);
    }
}
