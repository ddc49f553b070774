//! A product is listed under each of its categories and under all that is above them, also after a move.

use std::collections::{BTreeMap, BTreeSet};

use domain::catalog::Product;
use persistence::Change;
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, category_in, code, product},
};

/// The products listed under each category.
async fn listings(shop: &Shop) -> BTreeMap<String, BTreeSet<String>> {
    let sql = "SELECT c.code || '>' || p.code FROM category_listing l JOIN category c ON c.id = l.category_id JOIN product p ON p.id = l.product_id";
    let mut listings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in shop.database.column(sql).await {
        let (category, product) = row.split_once('>').unwrap();
        listings
            .entry(category.to_owned())
            .or_default()
            .insert(product.to_owned());
    }
    listings
}

/// The same, from the categories that products name and the tree.
async fn expected(shop: &Shop) -> BTreeMap<String, BTreeSet<String>> {
    let sql = "SELECT c.code || '>' || p.code FROM product_category l JOIN category c ON c.id = l.category_id JOIN product p ON p.id = l.product_id";
    let mut transaction = shop.begin().await;
    let parents = transaction.category_parents().await.unwrap();
    transaction.rollback().await.unwrap();
    let mut listings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in shop.database.column(sql).await {
        let (category, product) = row.split_once('>').unwrap();
        let mut at = Some(code(category));
        while let Some(here) = at {
            listings
                .entry(here.to_string())
                .or_default()
                .insert(product.to_owned());
            at = parents[&here].clone();
        }
    }
    listings
}

/// a > b > c, a > d, e alone; products in c, in c and d, in b, in e.
async fn planted(database: testkit::database::TestDatabase) -> Shop {
    let shop = Shop::open(database).await;
    shop.save_categories([
        category("a"),
        category_in("a", "b"),
        category_in("b", "c"),
        category_in("a", "d"),
        category("e"),
    ])
    .await;
    let products = [
        ("P1", vec!["c"]),
        ("P2", vec!["c", "d"]),
        ("P3", vec!["b"]),
        ("P4", vec!["e"]),
    ];
    let products = products.map(|(text, named)| Product {
        categories: named.into_iter().map(code).collect(),
        ..product(text)
    });
    shop.save(products).await;
    shop
}

on_each_database! {
    async fn a_product_is_listed_under_all_that_is_above(database: TestDatabase) {
        let shop = planted(database).await;
        let listings = listings(&shop).await;
        assert_eq!(listings["a"], BTreeSet::from(["P1", "P2", "P3"].map(String::from)));
        assert_eq!(listings["b"], BTreeSet::from(["P1", "P2", "P3"].map(String::from)));
        assert_eq!(listings["d"], BTreeSet::from([String::from("P2")]));
        assert_eq!(listings, expected(&shop).await);
    }

    async fn a_move_takes_its_products_along(database: TestDatabase) {
        let shop = planted(database).await;
        for (moved, to) in [("c", Some("e")), ("b", None), ("c", Some("d")), ("a", Some("e")), ("c", None), ("d", Some("c"))] {
            shop.change_category(moved, |category| category.parent = to.map(code)).await.unwrap();
            assert_eq!(listings(&shop).await, expected(&shop).await, "after moving {moved} below {to:?}");
        }
    }

    async fn several_moves_at_once_take_their_products_along(database: TestDatabase) {
        let shop = planted(database).await;
        let mut transaction = shop.begin().await;
        let mut stored = transaction.categories_by_code(&["a", "b", "c", "d", "e"].map(code)).await.unwrap();
        // The tree upside down, with a new root above it.
        let moves = [("c", Some("new")), ("b", Some("c")), ("a", Some("b")), ("d", None), ("e", Some("a"))];
        let mut changes: Vec<_> = moves
            .into_iter()
            .map(|(moved, to)| {
                let before = stored.remove(&code(moved)).unwrap();
                let mut after = before.value.clone();
                after.parent = to.map(code);
                Change { before: Some(before), after }
            })
            .collect();
        changes.push(Change { before: None, after: category("new") });
        transaction.save_categories(changes).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(listings(&shop).await, expected(&shop).await);
        assert_eq!(listings(&shop).await["new"].len(), 4);
    }

    async fn a_product_that_changes_its_categories_changes_its_listings(database: TestDatabase) {
        let shop = planted(database).await;
        shop.change("P2", |product| product.categories = vec![code("e"), code("d")]).await.unwrap();
        shop.change("P3", |product| product.categories.clear()).await.unwrap();
        assert_eq!(listings(&shop).await, expected(&shop).await);
        // In the transaction that moved the category, the product follows the new tree.
        let mut transaction = shop.begin().await;
        let before = transaction.categories_by_code(&[code("d")]).await.unwrap().remove(&code("d")).unwrap();
        let mut after = before.value.clone();
        after.parent = Some(code("e"));
        transaction.category_ids(&[code("d")]).await.unwrap();
        transaction.save_categories(vec![Change { before: Some(before), after }]).await.unwrap();
        let added = Product { categories: vec![code("d")], ..product("P5") };
        transaction.save_products(vec![persistence::ProductChange { before: None, after: added }]).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(listings(&shop).await, expected(&shop).await);
    }
}
