use std::{collections::BTreeMap, path::Path};

use domain::{
    catalog::ProductStatus,
    clock::Timestamp,
    pricing::Amount,
    text::{Code, Sku},
};
use uuid::Uuid;

use super::Question;
use crate::{
    document::{
        ChannelWindow, PriceContext, PriceSegment, ProductDocument, Revision, VariantDocument,
    },
    embedded::{Embedded, KEPT_BYTES},
    hits::Position,
    index::{Change, ProductIndex as _, Target},
    plan::{Count, Match, Plan, Visible, Words},
};

const DAY: i64 = 86_400_000_000;

fn day(day: i64) -> Timestamp {
    Timestamp::from_timestamp_micros(day * DAY).unwrap()
}

/// Published on day 10, dearer from day 20 on.
fn product(number: u128) -> ProductDocument {
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
fn plan(at: Timestamp) -> Plan {
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

async fn filled(folder: &Path, bytes: u64) -> Embedded {
    let index = Embedded::keeping(folder, bytes).unwrap();
    index.ensure().await.unwrap();
    add(&index, 1).await;
    index
}

async fn add(index: &Embedded, number: u128) {
    let added = vec![Change::Upsert(Box::new(product(number)))];
    index.apply(Target::Live, added).await.unwrap();
    let position = Position(u64::try_from(number).unwrap());
    index.commit(Target::Live, position, day(1)).await.unwrap();
}

fn is_known(index: &Embedded, plan: &Plan) -> bool {
    let question = Question::of(plan);
    question.is_some_and(|question| index.known(&question, plan.at).unwrap().is_some())
}

#[tokio::test]
async fn an_answer_is_kept_until_something_begins_or_ends() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), KEPT_BYTES).await;
    assert!(!is_known(&index, &plan(day(12))));
    assert_eq!(index.run(&plan(day(12))).await.unwrap().total, Some(1));
    for (at, known) in [(9, false), (10, true), (19, true), (20, false), (30, false)] {
        assert_eq!(is_known(&index, &plan(day(at))), known, "day {at}");
    }
    assert_eq!(index.run(&plan(day(9))).await.unwrap().total, Some(0));
    assert!(is_known(&index, &plan(day(3))));
    let counts = index.run(&plan(day(25))).await.unwrap().counts;
    assert_eq!(counts[0].prices, Some((11_000_000, 11_000_000)));
    assert!(is_known(&index, &plan(day(9_999))));
}

#[tokio::test]
async fn what_another_question_was_answered_is_not_given() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), KEPT_BYTES).await;
    index.run(&plan(day(12))).await.unwrap();
    let mut other = plan(day(12));
    other.limit = 23;
    assert!(!is_known(&index, &other));
    other = plan(day(12));
    other.explain = true;
    assert!(!is_known(&index, &other));
}

#[tokio::test]
async fn a_change_of_the_index_ends_what_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), KEPT_BYTES).await;
    index.run(&plan(day(12))).await.unwrap();
    add(&index, 2).await;
    assert!(!is_known(&index, &plan(day(12))));
    assert_eq!(index.run(&plan(day(12))).await.unwrap().total, Some(2));
    // How far it has come is told all the same where nothing has changed.
    index
        .commit(Target::Live, Position(7), day(1))
        .await
        .unwrap();
    assert!(is_known(&index, &plan(day(12))));
    let state = index.run(&plan(day(12))).await.unwrap().state;
    assert_eq!(state.position, Position(7));
}

#[tokio::test]
async fn without_memory_for_it_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), 0).await;
    index.run(&plan(day(12))).await.unwrap();
    assert!(!is_known(&index, &plan(day(12))));
}
