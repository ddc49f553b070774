//! A product that uses everything, and short ways to save and read one.

use std::collections::BTreeMap;

use domain::{
    catalog::{
        AttributeValue, Category, Media, MediaKind, OptionTranslation, Product, ProductTranslation,
        Publication, Scalar, Variant,
    },
    outcome::Failure,
    pricing::{Price, QuantityRule},
    problem::Reason,
};
use persistence::{Change, ProductChange, StoredProduct};

use super::{
    shop::Shop,
    things::{
        amount, code, country, currency, hours, locale, price, product, published, slug, stock,
        variant,
    },
};

/// In both channels and two categories (`lamps`, `gifts`), with two variants, six prices of which one is in the list
/// `vip-eur`, stock in both places, and German texts.
pub(crate) fn whole_product(text: &str) -> Product {
    let attributes = [
        (code("weight"), AttributeValue::One(Scalar::Number(1.25))),
        (
            code("colour"),
            AttributeValue::One(Scalar::Enum(code("red"))),
        ),
        (
            code("tags"),
            AttributeValue::Many(vec![
                Scalar::Text(String::from("new")),
                Scalar::Text(String::from("it's \"it\"")),
            ]),
        ),
    ];
    Product {
        description: Some(String::from("<p>Bright</p>\nand \\ warm")),
        brand: Some(String::from("Ørsted")),
        channels: vec![
            Publication {
                from: Some(hours(-1)),
                until: Some(hours(1)),
                ..published("web")
            },
            published("outlet"),
        ],
        categories: vec![code("lamps"), code("gifts")],
        tax_class: code("reduced"),
        attributes: attributes.into(),
        options: vec![String::from("Size"), String::from("Colour")],
        media: vec![
            Media {
                url: String::from("https://example.org/1.jpg"),
                alt: Some(String::from("Front")),
                kind: MediaKind::Image,
            },
            Media {
                url: String::from("https://example.org/1.glb"),
                alt: None,
                kind: MediaKind::Model3d,
            },
        ],
        variants: vec![
            sold(&format!("{text}-S"), "S"),
            sold(&format!("{text}-L"), "L"),
        ],
        translations: BTreeMap::from([(locale("de"), german(text))]),
        ..product(text)
    }
}

fn sold(sku: &str, size: &str) -> Variant {
    Variant {
        barcode: Some(String::from("0095205603217")),
        name: Some(format!("Size {size}")),
        options: vec![String::from(size), String::from("Black")],
        attributes: [(code("weight"), AttributeValue::One(Scalar::Number(3.0)))].into(),
        media: vec![Media {
            url: format!("https://example.org/{size}.jpg"),
            alt: None,
            kind: MediaKind::Image,
        }],
        track_inventory: size == "S",
        quantity_rule: QuantityRule::parse(Some(6), Some(60), Some(6)).unwrap(),
        prices: vec![
            Price {
                compare_at: Some(amount("59.95")),
                ..price("49.95")
            },
            Price {
                country: Some(country("AT")),
                valid_from: Some(hours(1)),
                valid_until: Some(hours(2)),
                ..price("41")
            },
            Price {
                list: Some(code("vip-eur")),
                min_quantity: 10,
                currency: currency("EUR"),
                ..price("39")
            },
        ],
        stock: vec![stock("berlin", 12), stock("paris", 0)],
        ..variant(sku)
    }
}

fn german(text: &str) -> ProductTranslation {
    let values = BTreeMap::from([(String::from("Black"), String::from("Schwarz"))]);
    ProductTranslation {
        name: Some(format!("Produkt {text}")),
        slug: Some(slug(&format!("produkt-{}", text.to_lowercase()))),
        description: None,
        attributes: [(
            code("tags"),
            AttributeValue::Many(vec![Scalar::Text(String::from("neu"))]),
        )]
        .into(),
        options: BTreeMap::from([(
            String::from("Colour"),
            OptionTranslation {
                name: Some(String::from("Farbe")),
                values,
            },
        )]),
    }
}

impl Shop {
    /// The shop with what a whole product names.
    pub(crate) async fn with_whole_product(
        database: testkit::database::TestDatabase,
        text: &str,
    ) -> Self {
        let shop = Self::open(database).await;
        shop.save_categories([
            super::things::category("home"),
            super::things::category_in("home", "lamps"),
            super::things::category("gifts"),
        ])
        .await;
        shop.save_price_lists([super::things::price_list("vip-eur")])
            .await;
        shop.save([whole_product(text)]).await;
        shop
    }

    /// The product as stored.
    pub(crate) async fn stored(&self, text: &str) -> StoredProduct {
        let mut transaction = self.begin().await;
        let found = transaction
            .products_by_code(&[code(text)])
            .await
            .unwrap()
            .remove(&code(text));
        transaction.rollback().await.unwrap();
        found.unwrap()
    }

    /// Changes a product.
    pub(crate) async fn change(
        &self,
        text: &str,
        change: impl FnOnce(&mut Product),
    ) -> Result<(), Failure> {
        let mut transaction = self.begin().await;
        let before = transaction
            .products_by_code(&[code(text)])
            .await?
            .remove(&code(text))
            .unwrap();
        let mut after = before.value.clone();
        change(&mut after);
        transaction
            .save_products(vec![ProductChange {
                before: Some(before),
                after,
            }])
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Changes a category.
    pub(crate) async fn change_category(
        &self,
        text: &str,
        change: impl FnOnce(&mut Category),
    ) -> Result<(), Failure> {
        let mut transaction = self.begin().await;
        let before = transaction
            .categories_by_code(&[code(text)])
            .await?
            .remove(&code(text))
            .unwrap();
        let mut after = before.value.clone();
        change(&mut after);
        transaction
            .save_categories(vec![Change {
                before: Some(before),
                after,
            }])
            .await?;
        Ok(transaction.commit().await?)
    }

    /// The rows of a table, in no order, as the database prints them, to be compared with a later state.
    pub(crate) async fn counted(&self, table: &str) -> i64 {
        let answer = self
            .database
            .column(&format!("SELECT count(*) FROM {table}"))
            .await;
        answer[0].parse().unwrap()
    }
}

/// The reasons of a refusal, with the paths that they are about.
pub(crate) fn refusal(result: Result<(), Failure>) -> Vec<(String, Reason)> {
    match result {
        Err(Failure::Rejected(problems)) => problems
            .iter()
            .map(|problem| (problem.field.to_string(), problem.reason))
            .collect(),
        Err(Failure::Fault(fault)) => panic!("{fault}: {:?}", fault.cause),
        Ok(()) => panic!("nothing was refused"),
    }
}
