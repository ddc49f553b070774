//! How many statements a listing costs: as many for thirty products as for three.

use domain::catalog::{Product, Variant};
use persistence::{catalog::product::ProductListing, page::PageRequest};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, category_in, code, price, product, stock, variant},
};

on_each_database! {
    async fn a_listing_page_costs_seven_statements_however_long_it_is(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_categories([category("root"), category_in("root", "leaf")]).await;
        shop.save((0..30).map(|number| {
            let text = format!("P{number}");
            let variants = vec![Variant { prices: vec![price("1.00")], stock: vec![stock("berlin", 1)], ..variant(&text) }];
            Product { categories: vec![code("leaf")], variants, ..product(&text) }
        }))
        .await;
        // The first of a store reads the whole reference.
        shop.reference().await;
        for size in [3, 30] {
            assert_eq!(shop.statements_of(listing_page(&shop, size)).await, 7, "{size} products");
        }
    }

    async fn nothing_asked_costs_nothing(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let (buyer, reference) = (shop.buyer().await, shop.reference().await);
        let nothing = shop.statements_of(async {
            shop.store.products().by_ids(&[], &buyer).await.unwrap();
            shop.store.products().by_codes(&[], &buyer).await.unwrap();
            shop.store.products().by_slugs(&[], &buyer).await.unwrap();
            shop.store.categories().by_slugs(&[], &buyer).await.unwrap();
            shop.store.variants().all_by_products(&[], &buyer, &reference).await.unwrap();
            shop.store.categories().ancestors(&[], &buyer).await.unwrap();
            shop.store.prices().by_products(&[], &reference).await.unwrap();
            shop.store.stock().by_variants(&[], None, &reference).await.unwrap();
        });
        assert_eq!(nothing.await, 0);
    }
}

/// What a storefront's listing page asks for.
async fn listing_page(shop: &Shop, size: u32) {
    let store = &shop.store;
    // One statement, with which the buyer is made too.
    let reference = shop.reference().await;
    let buyer = shop.buyer_of(&reference, "web");
    let key = persistence::catalog::CategoryKey::Code(code("root"));
    let category = store
        .categories()
        .by_key(&key, &buyer)
        .await
        .unwrap()
        .unwrap();
    let listing = ProductListing {
        category: Some(category.id),
        include_descendants: true,
        ..ProductListing::default()
    };
    let page = store
        .products()
        .page(&listing, &PageRequest::first(size), &buyer, &reference)
        .await
        .unwrap();
    let ids: Vec<_> = page.items.iter().map(|(product, _)| product.id).collect();
    assert_eq!(ids.len(), usize::try_from(size).unwrap());
    assert_eq!(
        store
            .categories()
            .by_products(&ids, &buyer)
            .await
            .unwrap()
            .len(),
        ids.len()
    );
    assert_eq!(
        store
            .variants()
            .all_by_products(&ids, &buyer, &reference)
            .await
            .unwrap()
            .len(),
        ids.len()
    );
    assert_eq!(
        store
            .prices()
            .by_products(&ids, &reference)
            .await
            .unwrap()
            .len(),
        ids.len()
    );
    let stock = store
        .stock()
        .by_products(&ids, Some(&buyer.channel.locations), &reference)
        .await
        .unwrap();
    assert_eq!(stock.len(), ids.len());
}
