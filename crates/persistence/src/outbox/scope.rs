//! What an event tells of how its thing was before.

use std::collections::HashMap;

use domain::{
    catalog::{Product, ProductStatus, Variant},
    clock::Timestamp,
    text::Sku,
};
use serde::{Deserialize, Serialize};

/// How a product was before a change, as far as followers need it: what a buyer could see that is gone now has to be
/// told to them, and what they never could must not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OutboxScope {
    /// The codes of the channels in which it could be seen. None: in the same as now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_in: Option<Vec<String>>,
    /// The codes of the categories that it was in. None: in the same as now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<String>>,
    /// The SKUs that it has no longer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skus_gone: Vec<String>,
    /// The SKUs whose prices changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prices: Vec<String>,
}

impl OutboxScope {
    /// Of a product that is changed.
    pub(crate) fn of_change(before: &Product, after: &Product, now: Timestamp) -> Self {
        let seen = (before.status != after.status || before.channels != after.channels)
            .then(|| seen_in(before, now));
        let categories = (before.categories != after.categories).then(|| codes(before));
        let had = by_sku(before);
        let has = by_sku(after);
        let gone = before.variants.iter().map(|variant| &variant.sku);
        let gone = gone.filter(|sku| !has.contains_key(sku));
        let repriced = after.variants.iter().filter(|variant| {
            had.get(&variant.sku)
                .map_or(!variant.prices.is_empty(), |had| {
                    had.prices != variant.prices
                })
        });
        Self {
            seen_in: seen,
            categories,
            skus_gone: gone.map(ToString::to_string).collect(),
            prices: repriced.map(|variant| variant.sku.to_string()).collect(),
        }
    }

    /// Of a product that is deleted.
    pub(crate) fn of_deletion(before: &Product, now: Timestamp) -> Self {
        Self {
            seen_in: Some(seen_in(before, now)),
            categories: Some(codes(before)),
            skus_gone: before
                .variants
                .iter()
                .map(|variant| variant.sku.to_string())
                .collect(),
            prices: Vec::new(),
        }
    }

    /// As it is stored. None: it says nothing.
    pub(crate) fn to_text(&self) -> Option<String> {
        (*self != Self::default())
            .then(|| serde_json::to_string(self).expect("it is made of texts"))
    }
}

fn by_sku(product: &Product) -> HashMap<&Sku, &Variant> {
    let variants = product.variants.iter();
    variants.map(|variant| (&variant.sku, variant)).collect()
}

fn seen_in(product: &Product, now: Timestamp) -> Vec<String> {
    if product.status != ProductStatus::Active {
        return Vec::new();
    }
    let published = product.channels.iter().filter(|publication| {
        publication.from.is_none_or(|from| from <= now)
            && publication.until.is_none_or(|until| until > now)
    });
    published
        .map(|publication| publication.channel.to_string())
        .collect()
}

fn codes(product: &Product) -> Vec<String> {
    product.categories.iter().map(ToString::to_string).collect()
}
