//! A document as engines hold it: everything is terms, keys and numbers. Made once for both.

mod texts;

use std::collections::BTreeMap;

use domain::{
    catalog::{ProductStatus, Scalar},
    clock::Timestamp,
    id::ProductId,
    text::Code,
};

pub(crate) use texts::{CATEGORY, QUERY, joined, of_locale, suggestions_of};

use crate::{
    document::{ContentHash, PriceSegment, ProductDocument, Revision, VariantDocument},
    plan::TextField,
    term::{self, SEPARATOR},
    text::sort_key,
};

/// A document as engines hold it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Indexed {
    pub(crate) id: ProductId,
    pub(crate) revision: Revision,
    pub(crate) hash: ContentHash,
    /// Whether storefronts may find it.
    pub(crate) active: bool,
    pub(crate) channels: Vec<IndexedChannel>,
    /// Microseconds.
    pub(crate) created: i64,
    /// Microseconds.
    pub(crate) updated: i64,
    /// What is of this product alone.
    pub(crate) keys: Vec<String>,
    /// At least one: a product without variants has one of which only the product's own terms hold.
    pub(crate) variants: Vec<IndexedVariant>,
    /// Texts to sort by: a name, the separator, the text.
    pub(crate) sorts: Vec<String>,
    /// What autocomplete counts.
    pub(crate) suggestions: Vec<String>,
    /// The terms of each field, separated by blanks.
    pub(crate) texts: BTreeMap<TextField, String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IndexedChannel {
    pub(crate) channel: String,
    /// Included, in microseconds.
    pub(crate) from: i64,
    /// Excluded, in microseconds.
    pub(crate) until: i64,
    /// Whether nothing of the product can be had there.
    pub(crate) sold_out: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct IndexedVariant {
    /// The product's terms and its own, each once.
    pub(crate) terms: Vec<String>,
    pub(crate) prices: Vec<IndexedPrice>,
}

/// A price of one context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IndexedPrice {
    pub(crate) context: String,
    /// Included, in microseconds.
    pub(crate) from: i64,
    /// Excluded, in microseconds.
    pub(crate) until: i64,
    /// In millionths.
    pub(crate) amount: i64,
}

impl Indexed {
    pub(crate) fn of(document: &ProductDocument) -> Self {
        let product_terms = product_terms(document);
        let mut variants: Vec<IndexedVariant> = document
            .variants
            .iter()
            .map(|variant| IndexedVariant {
                terms: with_variant_terms(product_terms.clone(), Some(variant)),
                prices: prices(variant),
            })
            .collect();
        if variants.is_empty() {
            variants.push(IndexedVariant {
                terms: with_variant_terms(product_terms, None),
                prices: Vec::new(),
            });
        }
        let channels = document.channels.iter().map(|window| IndexedChannel {
            channel: window.channel.as_str().to_owned(),
            from: micros(window.from, i64::MIN),
            until: micros(window.until, i64::MAX),
            sold_out: !document.can_be_had_in(&window.channel),
        });
        Self {
            id: document.id,
            revision: document.revision,
            hash: document.content_hash(),
            active: document.status == ProductStatus::Active,
            channels: channels.collect(),
            created: document.created_at.timestamp_micros(),
            updated: document.updated_at.timestamp_micros(),
            keys: vec![
                term::product(document.id),
                term::code(&document.code),
                term::updated(document.updated_at),
            ],
            variants,
            sorts: sorts(document),
            suggestions: texts::suggestions(document),
            texts: texts::fields(document),
        }
    }
}

/// The name of the texts that products are sorted by in a locale.
pub(crate) fn name_sort(locale: &str) -> String {
    format!("n{locale}")
}

/// The name of the texts that products are sorted by by code.
pub(crate) const CODE_SORT: &str = "k";

/// The name of the texts that products are sorted by by an attribute.
pub(crate) fn attribute_sort(code: &Code) -> String {
    format!("a{}", code.as_str())
}

/// The product's terms and those of a variant.
fn with_variant_terms(mut terms: Vec<String>, variant: Option<&VariantDocument>) -> Vec<String> {
    if let Some(variant) = variant {
        for (name, value) in &variant.options {
            terms.push(term::option(name, value));
        }
        for (channel, status) in &variant.stock {
            terms.push(term::availability(channel, *status));
        }
        terms.extend(attribute_terms(&variant.attributes));
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn product_terms(document: &ProductDocument) -> Vec<String> {
    let mut terms = vec![term::status(document.status)];
    terms.extend(document.brand.as_deref().map(term::brand));
    for membership in &document.categories {
        terms.push(term::category(&membership.code));
        if membership.direct {
            terms.push(term::direct_category(&membership.code));
        }
    }
    terms.extend(attribute_terms(&document.attributes));
    terms
}

fn attribute_terms(attributes: &BTreeMap<Code, Vec<Scalar>>) -> impl Iterator<Item = String> {
    attributes
        .iter()
        .flat_map(|(code, values)| values.iter().map(|value| term::attribute(code, value)))
}

/// The prices of a variant.
fn prices(variant: &VariantDocument) -> Vec<IndexedPrice> {
    let price = |segment: &PriceSegment| IndexedPrice {
        context: segment.context.0.clone(),
        from: micros(segment.from, i64::MIN),
        until: micros(segment.until, i64::MAX),
        amount: segment.amount.millionths(),
    };
    variant.prices.iter().map(price).collect()
}

fn sorts(document: &ProductDocument) -> Vec<String> {
    let entry = |name: &str, text: &str| format!("{name}{SEPARATOR}{text}");
    let mut sorts = vec![entry(CODE_SORT, document.code.as_str())];
    for (locale, texts) in &document.texts {
        sorts.push(entry(&name_sort(locale), &sort_key(&texts.name)));
    }
    for (code, values) in &document.attributes {
        let least = values.iter().map(|value| match value {
            Scalar::Text(text) => sort_key(text),
            other => term::scalar(other),
        });
        if let Some(least) = least.min() {
            sorts.push(entry(&attribute_sort(code), &least));
        }
    }
    sorts
}

fn micros(moment: Option<Timestamp>, none: i64) -> i64 {
    moment.map_or(none, |moment| moment.timestamp_micros())
}
