//! Look-ups of products, and their texts in the buyer's language.

use std::collections::BTreeMap;

use domain::{
    buyer::Buyer,
    catalog::{
        AttributeValue, Media, MediaKind, OptionTranslation, Product, ProductStatus,
        ProductTranslation, Scalar,
    },
    text::Slug,
};
use persistence::catalog::{ProductKey, ProductRecord};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{code, locale, product, product_in_sizes, sku, slug},
};

on_each_database! {
    async fn a_product_is_read_as_it_was_saved(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let media = Media { url: String::from("https://example.org/1.jpg"), alt: Some(String::from("A \"lamp\"")), kind: MediaKind::Image };
        let attributes: domain::catalog::Attributes = [
            (code("weight"), AttributeValue::One(Scalar::Number(1.5))),
            (code("tags"), AttributeValue::Many(vec![Scalar::Text(String::from("new")), Scalar::Text(String::from("it's"))])),
        ]
        .into();
        let saved = Product {
            description: Some(String::from("<p>Bright</p>")),
            brand: Some(String::from("Ørsted")),
            tax_class: code("reduced"),
            attributes: attributes.clone(),
            media: vec![media.clone()],
            ..product_in_sizes("LAMP", &["S", "M"])
        };
        shop.save([saved.clone()]).await;

        let read = find(&shop, ProductKey::Sku(sku("LAMP-M")), &shop.buyer().await).await.unwrap();
        assert_eq!((&read.code, &read.slug, &read.name), (&saved.code, &saved.slug, &saved.name));
        assert_eq!((&read.description, &read.brand, &read.tax_class), (&saved.description, &saved.brand, &saved.tax_class));
        assert_eq!((read.status, read.version, read.created_at, read.updated_at), (saved.status, 1, shop.database.now(), shop.database.now()));
        assert_eq!(read.attributes(&*shop.reference().await).unwrap(), &attributes);
        assert_eq!(read.media().unwrap(), [media]);
        let options: Vec<&str> = read.options().unwrap().iter().map(|option| &*option.name).collect();
        assert_eq!(options, ["Size"]);
    }

    async fn each_text_comes_from_the_nearest_locale_that_has_it(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([translated()]).await;
        let texts = async |locales: &str| {
            let buyer = Buyer { locales: locale(locales).fallbacks(), ..shop.buyer().await };
            let read = find(&shop, ProductKey::Code(code("CHAIR")), &buyer).await.unwrap();
            [read.name.clone(), read.slug.to_string(), read.description.clone().unwrap()].join(" | ")
        };
        assert_eq!(texts("en").await, "Chair | chair | A chair.");
        assert_eq!(texts("de").await, "Stuhl | stuhl | Ein Stuhl.");
        assert_eq!(texts("de-AT").await, "Sessel | stuhl | Ein Stuhl.");
        assert_eq!(texts("fr").await, "Chair | chair | A chair.");
    }

    async fn attributes_and_options_are_translated_key_by_key(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([translated()]).await;
        let buyer = Buyer { locales: locale("de-AT").fallbacks(), ..shop.buyer().await };
        let read = find(&shop, ProductKey::Code(code("CHAIR")), &buyer).await.unwrap();

        let attributes = read.attributes(&*shop.reference().await).unwrap().clone();
        assert_eq!(attributes[&code("material")], AttributeValue::One(Scalar::Text(String::from("Holz"))));
        assert_eq!(attributes[&code("weight")], AttributeValue::One(Scalar::Number(4.0)));

        let options = read.options().unwrap();
        assert_eq!((&*options[0].key, &*options[0].name), ("Size", "Größe"));
        assert_eq!((options[0].value("S"), options[0].value("M"), options[0].value("L")), ("winzig", "mittel", "L"));
        assert_eq!(options.resolve(&[("Größe", "mittel")]), Some(vec![String::from("M")]));
        assert_eq!(options.resolve(&[("Size", "M")]), Some(vec![String::from("M")]));
        assert_eq!(options.resolve(&[("Colour", "M")]), None);
        assert_eq!(options.resolve(&[]), None);
    }

    async fn a_slug_is_looked_for_in_the_nearest_locale_first(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let german = |text: &str, translated: &str| Product { translations: [(locale("de"), with_slug(translated))].into(), ..product(text) };
        shop.save([german("A", "b"), german("B", "a"), Product { slug: slug("only-plain"), ..product("C") }]).await;
        let english = shop.buyer().await;
        let german = Buyer { locales: locale("de-AT").fallbacks(), ..english.clone() };
        let found = async |text: &str, buyer: &Buyer| find(&shop, ProductKey::Slug(slug(text)), buyer).await.map(|product| product.code.to_string());
        assert_eq!(found("a", &english).await.as_deref(), Some("A"));
        assert_eq!(found("a", &german).await.as_deref(), Some("B"));
        assert_eq!(found("only-plain", &german).await.as_deref(), Some("C"));
        assert_eq!(found("nothing", &german).await, None);
    }

    async fn many_are_found_at_once_by_code_and_by_slug(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let german = |text: &str, translated: &str| Product { translations: [(locale("de"), with_slug(translated))].into(), ..product(text) };
        let draft = Product { status: ProductStatus::Draft, ..product("DRAFT") };
        shop.save([german("A", "b"), german("B", "a"), Product { slug: slug("only-plain"), ..product("C") }, draft]).await;
        let english = shop.buyer().await;
        let german = Buyer { locales: locale("de-AT").fallbacks(), ..english.clone() };
        let products = shop.store.products();
        let slugs = ["a", "b", "only-plain", "draft", "nothing"].map(slug);
        let by_slug = async |buyer: &Buyer| {
            let found = products.by_slugs(&slugs, buyer).await.unwrap();
            slugs.iter().map(|slug| found.get(slug).map_or("-", |product| &*product.code).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(by_slug(&english).await, ["A", "B", "C", "-", "-"]);
        assert_eq!(by_slug(&german).await, ["B", "A", "C", "-", "-"]);
        assert_eq!(by_slug(&shop.admin().await).await, ["A", "B", "C", "DRAFT", "-"]);
        let codes = ["A", "C", "DRAFT", "NONE"].map(code);
        let mut found: Vec<String> = products.by_codes(&codes, &english).await.unwrap().into_keys().map(|code| code.to_string()).collect();
        found.sort();
        assert_eq!(found, ["A", "C"]);
        let both = shop.statements_of(async {
            products.by_slugs(&slugs, &german).await.unwrap();
            products.by_codes(&codes, &german).await.unwrap();
        });
        assert_eq!(both.await, 2);
    }

    async fn what_is_not_there_is_not_found(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let admin = shop.admin().await;
        let hostile = "x' OR '1'='1";
        for key in [ProductKey::Code(code(hostile)), ProductKey::Sku(sku(hostile)), ProductKey::Slug(Slug::trusted(hostile))] {
            assert!(find(&shop, key, &admin).await.is_none());
        }
        assert!(shop.store.products().by_ids(&[], &admin).await.unwrap().is_empty());
    }
}

async fn find(
    shop: &Shop,
    key: ProductKey,
    buyer: &Buyer,
) -> Option<std::sync::Arc<ProductRecord>> {
    shop.store.products().by_key(&key, buyer).await.unwrap()
}

fn with_slug(text: &str) -> ProductTranslation {
    ProductTranslation {
        slug: Some(slug(text)),
        ..ProductTranslation::default()
    }
}

/// A chair in English, German and, in part, Austrian German.
fn translated() -> Product {
    let text = |text: &str| AttributeValue::One(Scalar::Text(String::from(text)));
    let values = |values: &[(&str, &str)]| {
        values
            .iter()
            .map(|(key, text)| (String::from(*key), String::from(*text)))
            .collect::<BTreeMap<_, _>>()
    };
    let option = |name: Option<&str>, pairs: &[(&str, &str)]| {
        BTreeMap::from([(
            String::from("Size"),
            OptionTranslation {
                name: name.map(String::from),
                values: values(pairs),
            },
        )])
    };
    let german = ProductTranslation {
        name: Some(String::from("Stuhl")),
        description: Some(String::from("Ein Stuhl.")),
        attributes: [(code("material"), text("Holz"))].into(),
        options: option(Some("Größe"), &[("S", "klein"), ("M", "mittel")]),
        ..with_slug("stuhl")
    };
    let austrian = ProductTranslation {
        name: Some(String::from("Sessel")),
        options: option(None, &[("S", "winzig")]),
        ..ProductTranslation::default()
    };
    Product {
        name: String::from("Chair"),
        description: Some(String::from("A chair.")),
        attributes: [
            (code("material"), text("wood")),
            (code("weight"), AttributeValue::One(Scalar::Number(4.0))),
        ]
        .into(),
        translations: [(locale("de"), german), (locale("de-AT"), austrian)].into(),
        ..product_in_sizes("CHAIR", &["S", "M", "L"])
    }
}
