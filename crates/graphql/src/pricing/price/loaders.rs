//! What is read of the prices of many variants at once.

use std::{collections::HashMap, sync::Arc};

use chrono::TimeDelta;
use domain::{
    clock::Timestamp,
    id::{ProductId, VariantId},
    outcome::Fault,
    pricing::{history::PriceChange, selection::Offer},
    text::Code,
};
use persistence::{
    ProductVersion, Store,
    pricing::{PriceHistory, ProductPrices, VariantPrices},
};

use crate::{
    buyer::View,
    loaders::{Batch, kept_or_read},
};

/// All prices of all variants of a product: from memory where they are kept, else read with those of other products; and
/// in which of the categories it is that the buyer's relative price lists have overrides for.
pub(crate) struct PricesByProduct;

/// What the rule needs of a product.
#[derive(Clone, Default)]
pub(crate) struct Priced {
    pub(crate) prices: Arc<ProductPrices>,
    categories: Arc<Vec<Code>>,
}

impl Priced {
    /// A variant of it, as the rule sees it. None: it has no prices at all.
    pub(crate) fn offer(&self, variant: VariantId) -> Option<Offer<'_>> {
        Some(self.offer_of(self.prices.by_variant.get(&variant)?))
    }

    /// A variant of it with these prices.
    pub(crate) fn offer_of<'p>(&'p self, own: &'p VariantPrices) -> Offer<'p> {
        Offer {
            prices: &own.rows,
            brand: self.prices.brand.as_deref(),
            categories: &self.categories,
        }
    }
}

impl Batch for PricesByProduct {
    type Key = ProductVersion;
    type Value = Priced;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[ProductVersion],
    ) -> Result<HashMap<ProductVersion, Self::Value>, Fault> {
        let prices = store.prices();
        let found = kept_or_read(
            keys,
            |product| prices.kept(product, &view.reference),
            |missing| async move { prices.by_products(&missing, &view.reference).await },
        )
        .await?;
        let named = named_by_overrides(view);
        let products: Vec<ProductId> = found.keys().map(|product| product.id).collect();
        let mut categories = prices.categories_among(&products, &named).await?;
        let priced = found.into_iter().map(|(product, prices)| {
            let categories = Arc::new(categories.remove(&product.id).unwrap_or_default());
            (product, Priced { prices, categories })
        });
        Ok(priced.collect())
    }
}

/// What was recorded of a variant's prices, and of the price lists.
pub(crate) struct PriceHistoryByVariantId;

/// How far back the history of prices is looked at: a price that has held for longer shows none before it.
pub(crate) const HISTORY_DAYS: i64 = 800;

/// A variant's part of the history.
#[derive(Clone, Default)]
pub(crate) struct VariantHistory {
    pub(crate) all: Arc<PriceHistory>,
    pub(crate) changes: Arc<Vec<PriceChange>>,
    /// Since when it is whole.
    pub(crate) since: Option<Timestamp>,
}

impl Batch for PriceHistoryByVariantId {
    type Key = VariantId;
    type Value = VariantHistory;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[VariantId],
    ) -> Result<HashMap<VariantId, Self::Value>, Fault> {
        let since = view.buyer.at - TimeDelta::days(HISTORY_DAYS);
        let mut history = store.prices().history(keys, since, &view.reference).await?;
        let mut by_variant = std::mem::take(&mut history.by_variant);
        let all = Arc::new(history);
        let of_variants = keys.iter().map(|variant| {
            let history = VariantHistory {
                all: Arc::clone(&all),
                changes: Arc::new(by_variant.remove(variant).unwrap_or_default()),
                since: Some(since),
            };
            (*variant, history)
        });
        Ok(of_variants.collect())
    }
}

/// The categories that overrides of relative price lists in the buyer's currency name.
fn named_by_overrides(view: &View) -> Vec<Code> {
    let lists = view.reference.price_lists.iter();
    let in_currency = lists.filter(|entry| entry.value.currency == view.buyer.currency);
    let mut named: Vec<Code> = in_currency
        .filter_map(|entry| entry.value.relative.as_ref())
        .flat_map(|relative| relative.override_categories().cloned())
        .collect();
    named.sort();
    named.dedup();
    named
}
