//! Availability in SQL, for filters, is the one that the domain's rule tells.

use std::collections::BTreeSet;

use domain::{
    buyer::Buyer,
    catalog::{Product, Variant},
    id::ProductId,
    inventory::{Stock, StockStatus, availability},
    reference::Reference,
};
use persistence::{
    catalog::product::{AvailabilityFilter, ProductFilter, ProductListing},
    page::PageRequest,
};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{product_in_sizes, stock},
};

on_each_database! {
    async fn a_filter_finds_the_products_of_which_the_rule_says_so(database: TestDatabase) {
        let shop = every_stock(database).await;
        let reference = shop.reference().await;
        for channel in ["web", "outlet"] {
            let buyer = Buyer { sees_unpublished: true, ..shop.buyer_in(channel).await };
            let told = told(&shop, &buyer, &reference).await;
            let with = |wanted: &[StockStatus]| told.iter().filter(|(_, status)| wanted.contains(status)).map(|(id, _)| *id).collect::<BTreeSet<_>>();
            for status in StockStatus::ALL {
                let found = listed(&shop, AvailabilityFilter::Statuses(vec![*status]), &buyer, &reference).await;
                assert_eq!(found, with(&[*status]), "{status} in {channel}");
            }
            let orderable = [StockStatus::Untracked, StockStatus::InStock, StockStatus::LowStock, StockStatus::Backorder];
            assert_eq!(listed(&shop, AvailabilityFilter::Orderable(true), &buyer, &reference).await, with(&orderable), "{channel}");
            assert_eq!(listed(&shop, AvailabilityFilter::Orderable(false), &buyer, &reference).await, with(&[StockStatus::OutOfStock]), "{channel}");
            for expected in [StockStatus::Untracked, StockStatus::InStock, StockStatus::LowStock, StockStatus::Backorder, StockStatus::OutOfStock] {
                assert!(!with(&[expected]).is_empty(), "no product is {expected} in {channel}");
            }
        }
    }
}

/// Products of two variants, each of which has one of these stocks.
async fn every_stock(database: testkit::database::TestDatabase) -> Shop {
    let shop = Shop::open(database).await;
    let level = |location: &str, on_hand, safety_stock, backorder_limit| Stock {
        safety_stock,
        backorder_limit,
        ..stock(location, on_hand)
    };
    let stocks = [
        (true, vec![]),
        (false, vec![]),
        (true, vec![level("berlin", 2, 0, 0)]),
        (
            true,
            vec![level("paris", 0, 0, 0), level("berlin", 2, 2, 0)],
        ),
        (true, vec![level("paris", 1, 1, 5)]),
        (true, vec![level("paris", 3, 1, 0)]),
        // A deficit at one place doesn't take from the other.
        (
            true,
            vec![level("paris", 0, 9, 0), level("berlin", 0, 0, 1)],
        ),
    ];
    let mut products = Vec::new();
    for (one, first) in stocks.iter().enumerate() {
        for (other, second) in stocks.iter().enumerate() {
            let mut product = product_in_sizes(&format!("P{one}{other}"), &["S", "M"]);
            for (variant, (track_inventory, stock)) in
                product.variants.iter_mut().zip([first, second])
            {
                *variant = Variant {
                    track_inventory: *track_inventory,
                    low_stock_threshold: (one % 2 == 1).then_some(2),
                    stock: stock.clone(),
                    ..variant.clone()
                };
            }
            products.push(Product { ..product });
        }
    }
    shop.save(products).await;
    shop
}

/// The status of each product as the domain's rule tells it.
async fn told(shop: &Shop, buyer: &Buyer, reference: &Reference) -> Vec<(ProductId, StockStatus)> {
    let page = shop
        .store
        .products()
        .page(
            &ProductListing::default(),
            &PageRequest::first(99),
            buyer,
            reference,
        )
        .await
        .unwrap();
    let ids: Vec<_> = page.items.iter().map(|(product, _)| product.id).collect();
    let variants = shop
        .store
        .variants()
        .all_by_products(&ids, buyer, reference)
        .await
        .unwrap();
    let levels = shop
        .store
        .stock()
        .by_products(&ids, None, reference)
        .await
        .unwrap();
    let status = |id: &ProductId| {
        let of_variants: Vec<_> = variants[id]
            .iter()
            .map(|variant| {
                let levels = levels
                    .get(id)
                    .and_then(|levels| levels.get(&variant.id))
                    .map_or(&[][..], Vec::as_slice);
                availability::of_variant(variant.counting(), levels, &buyer.channel.locations)
            })
            .collect();
        availability::of_product(&of_variants).status
    };
    ids.iter().map(|id| (*id, status(id))).collect()
}

async fn listed(
    shop: &Shop,
    filter: AvailabilityFilter,
    buyer: &Buyer,
    reference: &Reference,
) -> BTreeSet<ProductId> {
    let filter = ProductFilter {
        availability: Some(filter),
        ..ProductFilter::default()
    };
    let listing = ProductListing {
        filter,
        ..ProductListing::default()
    };
    let page = shop
        .store
        .products()
        .page(&listing, &PageRequest::first(99), buyer, reference)
        .await
        .unwrap();
    page.items.iter().map(|(product, _)| product.id).collect()
}
