//! How many products a second are written, compared and read back: a measurement, to be run by hand on a quiet machine:
//! `cargo test --release -p persistence --test it throughput -- --ignored --nocapture --test-threads 1`
#![expect(clippy::print_stdout, reason = "a measurement is there to be read")]

use std::time::Instant;

use domain::{
    catalog::{AttributeValue, Product, Scalar, Variant},
    pricing::Price,
};
use persistence::ProductChange;
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{
        amount, category, category_in, code, currency, price, product, published, stock, variant,
    },
};

const PRODUCTS: usize = 20_000;
const BATCH: usize = 500;

/// In two channels and one category at depth 4, with eleven attributes, two or three variants, nine prices and seven stock
/// levels in all.
fn typical(number: usize) -> Product {
    let text = format!("P{number:06}");
    let attributes = [
        "material",
        "it's \"odd\"",
        "weight",
        "waterproof",
        "released",
    ]
    .map(|name| {
        let value = match name {
            "weight" => Scalar::Number(1.25),
            "waterproof" => Scalar::Boolean(true),
            "released" => Scalar::Date("2026-11-22".parse().unwrap()),
            _ => Scalar::Text(format!("some text about {number}")),
        };
        (code(name), AttributeValue::One(value))
    });
    let tags = (0..6)
        .map(|tag| Scalar::Text(format!("tag {tag}")))
        .collect();
    let attributes = attributes
        .into_iter()
        .chain([(code("tags"), AttributeValue::Many(tags))])
        .collect();
    let sold = |place: usize| Variant {
        options: vec![place.to_string()],
        prices: [
            price("19.99"),
            Price {
                min_quantity: 10,
                ..price("17.99")
            },
            Price {
                currency: currency("USD"),
                amount: amount("21.99"),
                ..price("1")
            },
        ]
        .into_iter()
        .chain((place == 0).then(|| Price {
            min_quantity: 100,
            ..price("15")
        }))
        .collect(),
        stock: [stock("berlin", 10), stock("paris", 3)].into(),
        ..variant(&format!("{text}-{place}"))
    };
    Product {
        description: Some(
            String::from("A description of some length, as products have one. ").repeat(8),
        ),
        brand: Some(format!("Brand {}", number % 97)),
        channels: vec![published("web"), published("outlet")],
        categories: vec![code(&format!("leaf{}", number % 50))],
        attributes,
        options: vec![String::from("Size")],
        variants: (0..2 + number % 2).map(sold).collect(),
        ..product(&text)
    }
}

on_each_database! {
    #[ignore = "a measurement"]
    async fn products_are_written_fast(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let leaves = (0..50).map(|leaf| category_in("c", &format!("leaf{leaf}")));
        let tree = [category("a"), category_in("a", "b"), category_in("b", "c")];
        shop.save_categories(tree.into_iter().chain(leaves)).await;
        let products: Vec<Product> = (0..PRODUCTS).map(typical).collect();
        let codes: Vec<_> = products.iter().map(|product| product.code.clone()).collect();
        let rate = |began: Instant| PRODUCTS as f64 / began.elapsed().as_secs_f64();

        let mut transaction = shop.begin().await;
        let began = Instant::now();
        for batch in products.chunks(BATCH) {
            let changes = batch.iter().map(|after| ProductChange { before: None, after: after.clone() });
            transaction.save_products(changes.collect()).await.unwrap();
        }
        transaction.commit().await.unwrap();
        println!("{:?}: created {:.0} products/s", shop.database.backend(), rate(began));

        let mut transaction = shop.begin().await;
        let began = Instant::now();
        for (codes, batch) in codes.chunks(BATCH).zip(products.chunks(BATCH)) {
            let mut stored = transaction.products_by_code(codes).await.unwrap();
            let changes = batch.iter().map(|after| ProductChange { before: stored.remove(&after.code), after: after.clone() });
            transaction.save_products(changes.collect()).await.unwrap();
        }
        transaction.commit().await.unwrap();
        println!("{:?}: compared {:.0} products/s", shop.database.backend(), rate(began));

        let mut transaction = shop.begin().await;
        let began = Instant::now();
        for (codes, batch) in codes.chunks(BATCH).zip(products.chunks(BATCH)) {
            let mut stored = transaction.products_by_code(codes).await.unwrap();
            let changes = batch.iter().map(|after| {
                let mut after = after.clone();
                after.variants[0].prices[0].amount = amount("18.99");
                after.variants[1].stock[1].on_hand = 7;
                ProductChange { before: stored.remove(&after.code), after }
            });
            transaction.save_products(changes.collect()).await.unwrap();
        }
        transaction.commit().await.unwrap();
        println!("{:?}: repriced {:.0} products/s", shop.database.backend(), rate(began));
        assert_eq!(shop.database.column("SELECT count(*) FROM audit WHERE kind = 'product'").await, [(PRODUCTS * 2).to_string()]);
    }
}
