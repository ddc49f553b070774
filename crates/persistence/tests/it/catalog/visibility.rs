//! Who sees which product: the same on every way that leads to it.

use domain::{
    buyer::Buyer,
    catalog::{Product, ProductStatus, Publication},
};
use persistence::{
    catalog::{ProductKey, VariantKey, product::ProductListing},
    page::PageRequest,
};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{category, code, hours, product, published, sku},
};

on_each_database! {
    async fn a_storefront_sees_what_is_active_and_published_in_its_channel_now(database: TestDatabase) {
        let shop = every_case(database).await;
        let buyer = shop.buyer().await;
        for (text, visible) in CASES {
            assert_eq!(ways(&shop, text, &buyer).await, [*visible; 10], "{text}");
        }
    }

    async fn an_admin_sees_everything(database: TestDatabase) {
        let shop = every_case(database).await;
        let admin = shop.admin().await;
        for (text, _) in CASES {
            assert_eq!(ways(&shop, text, &admin).await, [true; 10], "{text}");
        }
    }

    async fn another_moment_shows_what_is_published_then(database: TestDatabase) {
        let shop = every_case(database).await;
        let later = Buyer { at: hours(2), ..shop.buyer().await };
        assert_eq!(ways(&shop, "FUTURE", &later).await, [true; 10]);
        assert_eq!(ways(&shop, "ENDING-SOON", &later).await, [false; 10]);
    }

    async fn counts_are_of_what_is_seen(database: TestDatabase) {
        let shop = every_case(database).await;
        let (reference, categories) = (shop.reference().await, [shop.category_id("all").await]);
        for buyer in [shop.buyer().await, shop.admin().await] {
            let expected = CASES.iter().filter(|(_, visible)| *visible || buyer.sees_unpublished).count();
            let expected = i64::try_from(expected).unwrap();
            let products = shop.store.products();
            assert_eq!(products.count(&ProductListing::default(), &buyer, &reference).await.unwrap(), expected);
            for descendants in [true, false] {
                let counts = products.counts_by_category(&categories, descendants, &buyer).await.unwrap();
                assert_eq!(counts[&categories[0]], expected);
            }
        }
    }
}

/// Products, and whether a storefront's visitor in `web` sees them at the standing clock's noon.
const CASES: &[(&str, bool)] = &[
    ("PUBLISHED", true),
    ("SINCE-NOW", true),
    ("ENDING-SOON", true),
    ("DRAFT", false),
    ("ARCHIVED", false),
    ("ELSEWHERE", false),
    ("NOWHERE", false),
    ("FUTURE", false),
    ("ENDING-NOW", false),
];

async fn every_case(database: testkit::database::TestDatabase) -> Shop {
    let shop = Shop::open(database).await;
    shop.save_categories([category("all")]).await;
    let between = |from: Option<i64>, until: Option<i64>| {
        vec![Publication {
            from: from.map(hours),
            until: until.map(hours),
            ..published("web")
        }]
    };
    shop.save(CASES.iter().map(|(text, _)| {
        let plain = Product {
            categories: vec![code("all")],
            ..product(text)
        };
        match *text {
            "SINCE-NOW" => Product {
                channels: between(Some(0), None),
                ..plain
            },
            "ENDING-SOON" => Product {
                channels: between(Some(-2), Some(1)),
                ..plain
            },
            "DRAFT" => Product {
                status: ProductStatus::Draft,
                ..plain
            },
            "ARCHIVED" => Product {
                status: ProductStatus::Archived,
                ..plain
            },
            "ELSEWHERE" => Product {
                channels: vec![published("outlet")],
                ..plain
            },
            "NOWHERE" => Product {
                channels: Vec::new(),
                ..plain
            },
            "FUTURE" => Product {
                channels: between(Some(1), None),
                ..plain
            },
            "ENDING-NOW" => Product {
                channels: between(None, Some(0)),
                ..plain
            },
            _ => plain,
        }
    }))
    .await;
    shop
}

/// Whether each way to a product, or to its variant, finds it.
async fn ways(shop: &Shop, text: &str, buyer: &Buyer) -> [bool; 10] {
    let (id, variant) = (shop.product_id(text).await, shop.variant_id(text).await);
    let reference = shop.reference().await;
    let (products, variants) = (shop.store.products(), shop.store.variants());
    let by_key = async |key: ProductKey| products.by_key(&key, buyer).await.unwrap().is_some();
    let variant_by_key =
        async |key: VariantKey| variants.by_key(&key, buyer).await.unwrap().is_some();
    let listing = ProductListing {
        category: Some(shop.category_id("all").await),
        include_descendants: true,
        ..ProductListing::default()
    };
    let page = products
        .page(&listing, &PageRequest::first(99), buyer, &reference)
        .await
        .unwrap();
    [
        by_key(ProductKey::Id(id)).await,
        by_key(ProductKey::Code(code(text))).await,
        by_key(ProductKey::Slug(crate::support::things::slug(
            &text.to_lowercase(),
        )))
        .await,
        by_key(ProductKey::Sku(sku(text))).await,
        products
            .by_ids(&[id], buyer)
            .await
            .unwrap()
            .contains_key(&id),
        page.items.iter().any(|(product, _)| product.id == id),
        variant_by_key(VariantKey::Sku(sku(text))).await
            && variant_by_key(VariantKey::Id(variant)).await,
        variants
            .by_ids(&[variant], buyer)
            .await
            .unwrap()
            .contains_key(&variant),
        variants
            .all_by_products(&[id], buyer, &reference)
            .await
            .unwrap()
            .contains_key(&id),
        variants.by_options(id, &[], buyer).await.unwrap().is_some(),
    ]
}
