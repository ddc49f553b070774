//! Documents for tests.

use std::collections::BTreeMap;

use domain::{
    catalog::{ProductStatus, Scalar},
    clock::Timestamp,
    inventory::StockStatus,
    locale::Locale,
    pricing::Amount,
    text::{Code, Sku},
};
use search::{
    Index,
    document::{
        CategoryMembership, CategoryName, ChannelWindow, PriceContext, PriceSegment,
        ProductDocument, ProductTexts, Revision, VariantDocument,
    },
    hits::{Position, SearchAnswer},
    index::{Change, Target},
    query::{Audience, SearchContext, SearchRequest},
};
use uuid::Uuid;

pub(crate) fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The moment of all searches that don't say another.
pub(crate) fn now() -> Timestamp {
    moment("2026-11-26T12:00:00Z")
}

pub(crate) fn amount(text: &str) -> Amount {
    Amount::parse(text, 6).unwrap()
}

pub(crate) fn code(text: &str) -> Code {
    Code::trusted(text)
}

/// A product of this number with one variant, on sale in the channel `de` for 10.00 in the context `de`, in stock there,
/// named so in English and in German.
pub(crate) fn product(number: u128, name: &str) -> ProductDocument {
    let texts = ProductTexts {
        name: name.to_owned(),
        ..ProductTexts::default()
    };
    ProductDocument {
        id: Uuid::from_u128(number).into(),
        revision: Revision(1),
        code: code(&format!("product-{number}")),
        status: ProductStatus::Active,
        created_at: moment("2026-01-01T00:00:00Z")
            + chrono::TimeDelta::hours(i64::try_from(number).unwrap()),
        updated_at: moment("2026-06-01T00:00:00Z"),
        channels: vec![ChannelWindow {
            channel: code("de"),
            from: None,
            until: None,
        }],
        brand: None,
        categories: Vec::new(),
        attributes: BTreeMap::new(),
        texts: [
            (Locale::trusted("en"), texts.clone()),
            (Locale::trusted("de"), texts),
        ]
        .into(),
        variants: vec![variant(number * 100)],
    }
}

/// A variant of this number: 10.00, in stock.
pub(crate) fn variant(number: u128) -> VariantDocument {
    VariantDocument {
        id: Uuid::from_u128(number).into(),
        sku: Sku::trusted(&format!("SKU-{number:05}")),
        barcode: None,
        options: BTreeMap::new(),
        attributes: BTreeMap::new(),
        stock: [(code("de"), StockStatus::InStock)].into(),
        prices: vec![price("10")],
    }
}

/// A price in the context `de`, for ever.
pub(crate) fn price(text: &str) -> PriceSegment {
    PriceSegment {
        context: PriceContext("de".to_owned()),
        from: None,
        until: None,
        amount: amount(text),
    }
}

/// In a category and in those above it, nearest first, named by their codes.
pub(crate) fn categorized(mut document: ProductDocument, path: &[&str]) -> ProductDocument {
    for (index, category) in path.iter().enumerate() {
        let direct = index == 0;
        document.categories.push(CategoryMembership {
            code: code(category),
            direct,
        });
        for texts in document.texts.values_mut() {
            texts.categories.push(CategoryName {
                code: code(category),
                name: (*category).to_owned(),
                direct,
                hidden: false,
            });
        }
    }
    document
}

pub(crate) fn with_options(
    mut variant: VariantDocument,
    options: &[(&str, &str)],
) -> VariantDocument {
    for (name, value) in options {
        variant
            .options
            .insert((*name).to_owned(), (*value).to_owned());
    }
    variant
}

pub(crate) fn described(mut document: ProductDocument, text: &str) -> ProductDocument {
    for texts in document.texts.values_mut() {
        texts.description = Some(text.to_owned());
    }
    document
}

pub(crate) fn attributed(
    mut document: ProductDocument,
    attribute: &str,
    value: Scalar,
) -> ProductDocument {
    document
        .attributes
        .entry(code(attribute))
        .or_default()
        .push(value);
    document
}

/// A storefront's search in the channel and the context `de`, in English.
pub(crate) fn context() -> SearchContext {
    SearchContext {
        audience: Audience::Storefront,
        channel: code("de"),
        prices: Some(PriceContext("de".to_owned())),
        locale: Locale::trusted("en"),
        at: now(),
    }
}

pub(crate) fn request() -> SearchRequest {
    SearchRequest::new(context())
}

pub(crate) fn asking(query: &str) -> SearchRequest {
    SearchRequest {
        query: Some(query.to_owned()),
        ..request()
    }
}

/// The product at this revision.
pub(crate) fn revised(mut document: ProductDocument, revision: u64) -> ProductDocument {
    document.revision = Revision(revision);
    document
}

pub(crate) fn upsert(document: ProductDocument) -> Change {
    Change::Upsert(Box::new(document))
}

/// The deletion of the product of this number.
pub(crate) fn delete(number: u128, revision: u64) -> Change {
    Change::Delete {
        id: Uuid::from_u128(number).into(),
        revision: Revision(revision),
    }
}

/// Indexes these and makes them visible.
pub(crate) async fn fill(index: &Index, documents: impl IntoIterator<Item = ProductDocument>) {
    let changes = documents.into_iter().map(upsert).collect();
    index.engine().apply(Target::Live, changes).await.unwrap();
    commit(index, 1).await;
}

pub(crate) async fn commit(index: &Index, position: u64) {
    index
        .engine()
        .commit(Target::Live, Position(position), now())
        .await
        .unwrap();
}

/// The numbers of the products that a page shows.
pub(crate) fn numbers(answer: &SearchAnswer) -> Vec<u128> {
    answer
        .hits
        .iter()
        .map(|hit| hit.id.uuid().as_u128())
        .collect()
}

/// The numbers of the products that a search shows first.
pub(crate) async fn found(index: &Index, request: &SearchRequest) -> Vec<u128> {
    numbers(&index.search(request).await.unwrap())
}
