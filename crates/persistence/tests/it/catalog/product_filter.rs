//! Filters of listings, other than attributes, prices and availability.

use domain::{
    buyer::Buyer,
    catalog::{Product, ProductStatus},
};
use persistence::{
    catalog::product::{CategoryFilter, ProductFilter, ProductListing},
    page::PageRequest,
};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, category_in, code, hours, product},
};

on_each_database! {
    async fn a_category_lists_its_own_products_and_those_below_it(database: TestDatabase) {
        let shop = furniture(database).await;
        let listed = async |text: &str, include_descendants: bool| {
            let category = Some(shop.category_id(text).await);
            codes(&shop, &ProductListing { category, include_descendants, ..ProductListing::default() }, &shop.buyer().await).await
        };
        assert_eq!(listed("furniture", true).await, "CHAIR STOOL TABLE");
        assert_eq!(listed("furniture", false).await, "TABLE");
        assert_eq!(listed("seats", true).await, "CHAIR STOOL");
        assert_eq!(listed("stools", false).await, "CHAIR STOOL");
        assert_eq!(listed("garden", true).await, "CHAIR");
    }

    async fn a_filter_by_categories_takes_any_of_them(database: TestDatabase) {
        let shop = furniture(database).await;
        let garden = shop.category_id("garden").await;
        let listed = async |ids: &[domain::id::CategoryId], names: &[&str], include_descendants: bool| {
            let filter = CategoryFilter { ids: ids.to_vec(), codes: names.iter().map(|name| code(name)).collect(), include_descendants };
            codes(&shop, &filtered(ProductFilter { categories: Some(filter), ..ProductFilter::default() }), &shop.buyer().await).await
        };
        assert_eq!(listed(&[], &["seats"], true).await, "CHAIR STOOL");
        assert_eq!(listed(&[], &["seats"], false).await, "");
        assert_eq!(listed(&[garden], &["stools", "no such"], true).await, "CHAIR STOOL");
        assert_eq!(listed(&[garden], &[], false).await, "CHAIR");
        assert_eq!(listed(&[], &[], true).await, "");
    }

    async fn ids_codes_brands_and_moments_narrow_a_listing(database: TestDatabase) {
        let shop = furniture(database).await;
        let buyer = shop.buyer().await;
        let listed = async |filter: ProductFilter| codes(&shop, &filtered(filter), &buyer).await;
        let chair = shop.product_id("CHAIR").await;
        let brands = |brands: &[&str]| ProductFilter { brands: Some(brands.iter().map(|brand| String::from(*brand)).collect()), ..ProductFilter::default() };
        let nothing = ProductFilter::default;

        assert_eq!(listed(nothing()).await, "BIN CHAIR STOOL TABLE");
        assert_eq!(listed(ProductFilter { ids: Some(vec![chair]), ..nothing() }).await, "CHAIR");
        assert_eq!(listed(ProductFilter { ids: Some(Vec::new()), ..nothing() }).await, "");
        assert_eq!(listed(ProductFilter { codes: Some(vec![code("STOOL"), code("BIN"), code("none")]), ..nothing() }).await, "BIN STOOL");
        assert_eq!(listed(brands(&["Acme"])).await, "CHAIR TABLE");
        assert_eq!(listed(brands(&["acme", "'; DROP TABLE product; --"])).await, "");
        assert_eq!(listed(ProductFilter { updated_from: Some(hours(0)), updated_until: Some(hours(1)), ..nothing() }).await, "BIN CHAIR STOOL TABLE");
        assert_eq!(listed(ProductFilter { updated_until: Some(hours(0)), ..nothing() }).await, "");
        assert_eq!(listed(ProductFilter { codes: Some(vec![code("STOOL")]), ..brands(&["Acme"]) }).await, "");
    }

    async fn a_status_finds_only_what_is_seen_anyway(database: TestDatabase) {
        let shop = furniture(database).await;
        shop.save([Product { status: ProductStatus::Draft, ..product("SKETCH") }]).await;
        let drafts = filtered(ProductFilter { statuses: Some(vec![ProductStatus::Draft]), ..ProductFilter::default() });
        assert_eq!(codes(&shop, &drafts, &shop.buyer().await).await, "");
        assert_eq!(codes(&shop, &drafts, &shop.admin().await).await, "SKETCH");
    }
}

/// A tree of categories with `CHAIR` in two of them, `STOOL`, `TABLE`, and `BIN` in none.
async fn furniture(database: testkit::database::TestDatabase) -> Shop {
    let shop = Shop::open(database).await;
    shop.save_categories([
        category("furniture"),
        category_in("furniture", "seats"),
        category_in("seats", "stools"),
        category("garden"),
    ])
    .await;
    let listed = |text: &str, categories: &[&str], brand: &str| Product {
        categories: categories.iter().map(|name| code(name)).collect(),
        brand: Some(String::from(brand)),
        ..product(text)
    };
    shop.save([
        listed("CHAIR", &["stools", "garden"], "Acme"),
        listed("STOOL", &["stools"], "Other"),
        listed("TABLE", &["furniture"], "Acme"),
        product("BIN"),
    ])
    .await;
    shop
}

fn filtered(filter: ProductFilter) -> ProductListing {
    ProductListing {
        filter,
        ..ProductListing::default()
    }
}

/// The codes of a listing, sorted; its count must agree.
async fn codes(shop: &Shop, listing: &ProductListing, buyer: &Buyer) -> String {
    let reference = shop.reference().await;
    let page = shop
        .store
        .products()
        .page(listing, &PageRequest::first(99), buyer, &reference)
        .await
        .unwrap();
    let count = shop
        .store
        .products()
        .count(listing, buyer, &reference)
        .await
        .unwrap();
    assert_eq!(usize::try_from(count).unwrap(), page.items.len());
    let mut codes: Vec<&str> = page
        .items
        .iter()
        .map(|(product, _)| product.code.as_str())
        .collect();
    codes.sort_unstable();
    codes.join(" ")
}
