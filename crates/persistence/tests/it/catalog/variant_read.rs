//! Look-ups of variants, and the variants of products.

use std::sync::Arc;

use domain::{
    catalog::{Product, Variant},
    id::ProductId,
};
use persistence::{
    catalog::{VariantKey, VariantRecord, variant::page_of as page},
    page::{Page, PageRequest},
};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{product, product_in_sizes, sku, variant},
};

const SIZES: [&str; 5] = ["XS", "S", "M", "L", "XL"];

on_each_database! {
    async fn a_variant_is_read_as_it_was_saved(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let own = Variant { barcode: Some(String::from("4006381333931")), name: Some(String::from("The lamp")), track_inventory: false, ..variant("LAMP") };
        shop.save([Product { variants: vec![own], ..product("LAMP") }, product_in_sizes("SHIRT", &SIZES)]).await;
        let buyer = shop.buyer().await;
        let found = async |key: VariantKey| shop.store.variants().by_key(&key, &buyer).await.unwrap();

        let lamp = found(VariantKey::Sku(sku("LAMP"))).await.unwrap();
        assert_eq!((lamp.barcode.as_deref(), lamp.name.as_deref(), lamp.track_inventory), (Some("4006381333931"), Some("The lamp"), false));
        assert_eq!(lamp.product_id, shop.product_id("LAMP").await);
        assert_eq!(found(VariantKey::Barcode(String::from("4006381333931"))).await.unwrap().id, lamp.id);
        assert_eq!(found(VariantKey::Id(lamp.id)).await.unwrap().sku, sku("LAMP"));
        assert!(found(VariantKey::Sku(sku("lamp"))).await.is_none());

        let shirt = found(VariantKey::Sku(sku("SHIRT-M"))).await.unwrap();
        assert_eq!((shirt.option_values().unwrap(), shirt.track_inventory, &shirt.name), (&[String::from("M")][..], true, &None));
    }

    async fn a_shared_barcode_finds_the_oldest_variant_that_is_seen(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let with_barcode = |text: &str| Product { variants: vec![Variant { barcode: Some(String::from("1")), ..variant(text) }], ..product(text) };
        shop.save([Product { channels: Vec::new(), ..with_barcode("HIDDEN") }, with_barcode("OLD"), with_barcode("NEW")]).await;
        let found = shop.store.variants().by_key(&VariantKey::Barcode(String::from("1")), &shop.buyer().await).await.unwrap();
        assert_eq!(found.unwrap().sku, sku("OLD"));
    }

    async fn picked_options_find_their_variant(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([product_in_sizes("SHIRT", &SIZES), product("LAMP")]).await;
        let buyer = shop.buyer().await;
        let found = async |product: &str, values: &[&str]| {
            let values: Vec<String> = values.iter().map(|value| String::from(*value)).collect();
            let id = shop.product_id(product).await;
            shop.store.variants().by_options(id, &values, &buyer).await.unwrap().map(|variant| variant.sku.to_string())
        };
        assert_eq!(found("SHIRT", &["XL"]).await.as_deref(), Some("SHIRT-XL"));
        assert_eq!(found("SHIRT", &["XXL"]).await, None);
        assert_eq!(found("SHIRT", &[]).await, None);
        assert_eq!(found("LAMP", &[]).await.as_deref(), Some("LAMP"));
    }

    async fn variants_of_many_products_come_in_their_order(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([product_in_sizes("A", &SIZES), product_in_sizes("B", &["L", "S"])]).await;
        let (buyer, ids) = (shop.buyer().await, [shop.product_id("A").await, shop.product_id("B").await]);
        let all = shop.store.variants().all_by_products(&ids, &buyer, &*shop.reference().await).await.unwrap();
        let names = |id: &ProductId| all[id].iter().map(|variant| variant.sku.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!((&*names(&ids[0]), &*names(&ids[1])), ("A-XS A-S A-M A-L A-XL", "B-L B-S"));
    }

    async fn a_products_variants_come_in_pages(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([product_in_sizes("A", &SIZES), product_in_sizes("B", &["L", "S"])]).await;
        let ids = [shop.product_id("A").await, shop.product_id("B").await];
        let first = pages(&shop, &ids, PageRequest::first(2)).await;
        assert_eq!(first, ["A-XS A-S (more)", "B-L B-S"]);
        let last = pages(&shop, &ids, PageRequest::last(2)).await;
        assert_eq!(last, ["(more) A-L A-XL", "B-L B-S"]);
        let place = page_of(&shop, &PageRequest::first(3), ids[0]).await.items[2].1.clone();
        assert_eq!(pages(&shop, &ids[..1], PageRequest::first(1).after(place.clone())).await, ["(more) A-L (more)"]);
        assert_eq!(pages(&shop, &ids[..1], PageRequest::last(1).before(place)).await, ["(more) A-S (more)"]);
    }
}

async fn page_of(shop: &Shop, request: &PageRequest, id: ProductId) -> Page<Arc<VariantRecord>> {
    let (buyer, reference) = (shop.buyer().await, shop.reference().await);
    let found = shop
        .store
        .variants()
        .all_by_products(&[id], &buyer, &reference)
        .await;
    page(&found.unwrap()[&id], request)
}

/// The page of each product as words.
async fn pages(shop: &Shop, ids: &[ProductId], request: PageRequest) -> Vec<String> {
    let mut shown = Vec::new();
    for id in ids {
        let page = page_of(shop, &request, *id).await;
        let mut words: Vec<String> = page
            .items
            .iter()
            .map(|(variant, _)| variant.sku.to_string())
            .collect();
        if page.has_previous {
            words.insert(0, String::from("(more)"));
        }
        if page.has_next {
            words.push(String::from("(more)"));
        }
        shown.push(words.join(" "));
    }
    shown
}
