//! Products with all that their search documents show.

use domain::catalog::{CategoryTranslation, Product};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, category_in, code, locale, product, product_in_sizes, stock},
};

async fn filled(shop: &Shop, count: usize) {
    let mut root = category("root");
    let translation = CategoryTranslation {
        name: Some(String::from("Wurzel")),
        ..CategoryTranslation::default()
    };
    root.translations.insert(locale("de"), translation);
    shop.save_categories([root, category_in("root", "leaf")])
        .await;
    let products = (0..count).map(|number| {
        let mut product = product_in_sizes(&format!("P{number}"), &["S", "M"]);
        product.categories = vec![code("leaf")];
        product.variants[0].stock = vec![stock("berlin", 3)];
        product
    });
    shop.save(products).await;
}

on_each_database! {
    async fn a_product_comes_with_its_stock_and_the_categories_above(database: TestDatabase) {
        let shop = Shop::open(database).await;
        filled(&shop, 1).await;
        let id = shop.product_id("P0").await;
        let snapshot = shop.store.snapshot().await.unwrap();
        let reference = snapshot.reference_kept(&shop.store).await.unwrap();
        let sources = snapshot.sources(&[id], &reference).await.unwrap();
        let [source] = &sources.products[..] else { panic!("{sources:?}") };
        assert_eq!(source.product.id, id);
        let (leaf, root) = (shop.category_id("leaf").await, shop.category_id("root").await);
        assert_eq!((&source.categories[..], &source.above[..]), (&[leaf][..], &[root][..]));
        let levels = &source.levels[&shop.variant_id("P0-S").await];
        assert_eq!((levels[0].on_hand, levels[0].location.as_str()), (3, "berlin"));
        assert_eq!(sources.categories[&root].name, "Category root");
        assert_eq!(sources.categories[&root].translations[&locale("de")], "Wurzel");
    }

    async fn the_number_of_statements_does_not_depend_on_the_batch(database: TestDatabase) {
        let shop = Shop::open(database).await;
        filled(&shop, 40).await;
        let snapshot = shop.store.snapshot().await.unwrap();
        let reference = snapshot.reference_kept(&shop.store).await.unwrap();
        let mut counts = Vec::new();
        for limit in [3, 40] {
            let before = shop.store.statements();
            let sources = snapshot.sources_after(None, limit, &reference).await.unwrap();
            assert_eq!(sources.products.len(), limit);
            counts.push(shop.store.statements() - before);
        }
        assert_eq!(counts, [10, 10]);
    }

    async fn all_products_are_walked_in_pages(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save((0..5).map(|number| -> Product { product(&format!("P{number}")) })).await;
        let snapshot = shop.store.snapshot().await.unwrap();
        let reference = snapshot.reference_kept(&shop.store).await.unwrap();
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = snapshot.sources_after(after, 2, &reference).await.unwrap();
            let Some(last) = page.products.last() else { break };
            after = Some(last.product.id);
            seen.extend(page.products.iter().map(|source| source.product.value.code.to_string()));
        }
        assert_eq!(seen, ["P0", "P1", "P2", "P3", "P4"]);
        assert_eq!(shop.store.product_count().await.unwrap(), 5);
    }
}
