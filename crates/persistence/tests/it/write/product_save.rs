//! A product goes in and comes back.

use domain::{
    catalog::{AttributeValue, Product, Scalar},
    pricing::Price,
};
use persistence::ProductChange;
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{amount, code, locale, price, product, product_in_sizes, sku, slug, variant},
    whole::whole_product,
};

on_each_database! {
    async fn a_product_comes_back_as_it_went_in(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        let stored = shop.stored("A").await;
        assert_eq!(stored.value, whole_product("A"));
        assert_eq!(stored.version, 1);
        assert_eq!(stored.created_at, shop.database.now());
        assert_eq!(stored.variant_ids.len(), 2);
        assert!(stored.promised.is_empty());
    }

    async fn prices_and_stock_come_back_in_the_order_of_an_export(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        shop.change("A", |product| {
            product.variants[0].prices.reverse();
            product.variants[0].stock.reverse();
            product.variants[0].prices.push(Price { min_quantity: 5, ..price("44") });
        })
        .await
        .unwrap();
        let prices = shop.stored("A").await.value.variants[0].prices.clone();
        let told: Vec<_> = prices
            .iter()
            .map(|price| (price.list.as_ref().map(|list| list.to_string()), price.country.map(|country| country.to_string()), price.min_quantity))
            .collect();
        let expected = [(None, None, 1), (None, None, 5), (None, Some("AT".into()), 1), (Some("vip-eur".into()), None, 10)];
        assert_eq!(told, expected);
    }

    async fn numbers_survive_exactly(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let numbers = [0.1 + 0.2, 1e300, -5e-324, 9_007_199_254_740_991.0, 3.0, f64::MAX];
        for (place, number) in numbers.into_iter().enumerate() {
            let text = format!("N{place}");
            let attributes = [(code("weight"), AttributeValue::One(Scalar::Number(number)))].into();
            shop.save([Product { attributes, ..product(&text) }]).await;
            let stored = shop.stored(&text).await;
            assert_eq!(stored.value.attributes[&code("weight")], AttributeValue::One(Scalar::Number(number)));
        }
    }

    async fn a_large_batch_is_saved_whole(database: TestDatabase) {
        let shop = Shop::open(database).await;
        // Not a multiple of any block.
        let products: Vec<Product> = (0..1237).map(|number| product_in_sizes(&format!("P{number:04}"), &["S", "L"])).collect();
        shop.save(products.clone()).await;
        let codes: Vec<_> = products.iter().map(|product| product.code.clone()).collect();
        let stored = shop.begin().await.products_by_code(&codes).await.unwrap();
        assert_eq!(stored.len(), products.len());
        for product in &products {
            assert_eq!(stored[&product.code].value, *product);
        }
        let mut by_id: Vec<_> = stored.values().map(|product| (product.id, product.value.code.clone())).collect();
        by_id.sort();
        assert_eq!(by_id.into_iter().map(|(_, code)| code).collect::<Vec<_>>(), codes);
    }

    async fn slugs_skus_and_codes_tell_their_products(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        let mut transaction = shop.begin().await;
        let skus = transaction.product_codes_by_sku(&[sku("A-S"), sku("X")]).await.unwrap();
        assert_eq!(skus.into_iter().collect::<Vec<_>>(), [(sku("A-S"), code("A"))]);
        let asked = [(None, slug("a")), (Some(locale("de")), slug("produkt-a")), (Some(locale("fr")), slug("produkt-a")), (None, slug("b"))];
        let slugs = transaction.product_codes_by_slug(&asked).await.unwrap();
        assert_eq!(slugs.len(), 2);
        assert_eq!(slugs[&asked[0]], code("A"));
        assert_eq!(slugs[&asked[1]], code("A"));
        assert!(transaction.products_by_code(&[code("B")]).await.unwrap().is_empty());
    }

    async fn products_can_exchange_their_slugs_and_variants_their_options(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([product_in_sizes("A", &["S", "L"]), product("B"), product("C")]).await;
        let mut transaction = shop.begin().await;
        let mut stored = transaction.products_by_code(&[code("A"), code("B"), code("C")]).await.unwrap();
        let changes = [("A", "b"), ("B", "c"), ("C", "a")].map(|(text, taken)| {
            let before = stored.remove(&code(text)).unwrap();
            let mut after = Product { slug: slug(taken), ..before.value.clone() };
            if text == "A" {
                after.variants[0].options = vec![String::from("L")];
                after.variants[1].options = vec![String::from("S")];
            }
            ProductChange { before: Some(before), after }
        });
        transaction.save_products(changes.into()).await.unwrap();
        transaction.commit().await.unwrap();
        let a = shop.stored("A").await;
        assert_eq!(a.value.slug, slug("b"));
        assert_eq!(a.value.variants[0].options, ["L"]);
        assert_eq!(shop.stored("C").await.value.slug, slug("a"));
    }

    async fn a_translated_slug_can_go_to_another_product(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        shop.save([product("B")]).await;
        let mut transaction = shop.begin().await;
        let mut stored = transaction.products_by_code(&[code("A"), code("B")]).await.unwrap();
        let (a, b) = (stored.remove(&code("A")).unwrap(), stored.remove(&code("B")).unwrap());
        let german = a.value.translations[&locale("de")].clone();
        let mut after_a = a.value.clone();
        after_a.translations.get_mut(&locale("de")).unwrap().slug = Some(slug("anders"));
        let mut after_b = b.value.clone();
        after_b.translations.insert(locale("de"), german);
        let changes = vec![ProductChange { before: Some(b), after: after_b }, ProductChange { before: Some(a), after: after_a }];
        transaction.save_products(changes).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(shop.stored("B").await.value.translations[&locale("de")].slug, Some(slug("produkt-a")));
    }

    async fn a_sku_of_a_removed_variant_is_free_for_a_new_product(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([product_in_sizes("A", &["S", "L"])]).await;
        shop.change("A", |product| drop(product.variants.pop())).await.unwrap();
        shop.save([Product { variants: vec![variant("A-L")], ..product("B") }]).await;
        assert_eq!(shop.stored("B").await.value.variants[0].sku, sku("A-L"));
        assert_eq!(amount("1").millionths(), 1_000_000);
    }
}
