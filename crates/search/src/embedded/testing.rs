//! A small index for the tests of the embedded engine.

use std::{collections::BTreeMap, path::Path};

use domain::{
    catalog::ProductStatus,
    clock::Timestamp,
    pricing::Amount,
    text::{Code, Sku},
};
use uuid::Uuid;

use super::Embedded;
use crate::{
    document::{
        ChannelWindow, PriceContext, PriceSegment, ProductDocument, Revision, VariantDocument,
    },
    hits::Position,
    index::{Change, ProductIndex as _, Target},
    plan::{Count, Match, Plan, Visible, Words},
};

const DAY: i64 = 86_400_000_000;

pub(super) fn day(day: i64) -> Timestamp {
    Timestamp::from_timestamp_micros(day * DAY).unwrap()
}

/// Published on day 10, dearer from day 20 on.
pub(super) fn product(number: u128) -> ProductDocument {
    let channel = Code::trusted("de");
    let price = |from, until, text| PriceSegment {
        context: PriceContext(String::from("EUR")),
        from,
        until,
        amount: Amount::parse(text, 6).unwrap(),
    };
    ProductDocument {
        id: Uuid::from_u128(number).into(),
        revision: Revision(1),
        code: Code::trusted(&format!("p{number}")),
        status: ProductStatus::Active,
        created_at: day(1),
        updated_at: day(1),
        channels: vec![ChannelWindow {
            channel: channel.clone(),
            from: Some(day(10)),
            until: None,
        }],
        brand: None,
        categories: Vec::new(),
        attributes: BTreeMap::new(),
        texts: BTreeMap::new(),
        variants: vec![VariantDocument {
            id: Uuid::from_u128(number * 100).into(),
            sku: Sku::trusted(&format!("S{number}")),
            barcode: None,
            options: BTreeMap::new(),
            attributes: BTreeMap::new(),
            stock: BTreeMap::new(),
            prices: vec![
                price(None, Some(day(20)), "10"),
                price(Some(day(20)), None, "11"),
            ],
        }],
    }
}

/// All products and their least and greatest price.
pub(super) fn plan(at: Timestamp) -> Plan {
    let everything = || Match::All(Vec::new());
    Plan {
        at: at.timestamp_micros(),
        visible: Visible {
            everything: false,
            channel: String::from("de"),
        },
        words: Words::Everything,
        scope: everything(),
        filter: everything(),
        counts: vec![Count::Prices {
            within: everything(),
            whose: Some(PriceContext(String::from("EUR"))),
            ranges: Vec::new(),
        }],
        order: Vec::new(),
        after: None,
        limit: 24,
        total: true,
        explain: false,
    }
}

pub(super) async fn filled(folder: &Path, bytes: u64) -> Embedded {
    let index = Embedded::keeping(folder, bytes).unwrap();
    index.ensure().await.unwrap();
    add(&index, 1).await;
    index
}

pub(super) async fn add(index: &Embedded, number: u128) {
    add_all(index, &[number]).await;
}

/// Adds products in this order, all in one segment.
pub(super) async fn add_all(index: &Embedded, numbers: &[u128]) {
    let upsert = |number: &u128| Change::Upsert(Box::new(product(*number)));
    let added = numbers.iter().map(upsert).collect();
    index.apply(Target::Live, added).await.unwrap();
    let position = Position(u64::try_from(numbers[0]).unwrap());
    index.commit(Target::Live, position, day(1)).await.unwrap();
}
