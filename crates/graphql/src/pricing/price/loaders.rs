//! What is read of the prices of many variants at once.

use std::{collections::HashMap, sync::Arc};

use domain::{id::VariantId, outcome::Fault, pricing::Price};
use persistence::{ProductVersion, Store, pricing::ProductPrices};

use crate::{
    buyer::View,
    loaders::{Batch, kept_or_read},
};

/// All prices of all variants of a product: from memory where they are kept, else read with those of other products.
pub(crate) struct PricesByProduct;

impl Batch for PricesByProduct {
    type Key = ProductVersion;
    type Value = Arc<ProductPrices>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[ProductVersion],
    ) -> Result<HashMap<ProductVersion, Self::Value>, Fault> {
        let prices = store.prices();
        kept_or_read(
            keys,
            |product| prices.kept(product, &view.reference),
            |missing| async move { prices.by_products(&missing, &view.reference).await },
        )
        .await
    }
}

/// All prices of a variant, whether or not they can apply: what an explanation is made of.
pub(crate) struct PriceRowsByVariantId;

impl Batch for PriceRowsByVariantId {
    type Key = VariantId;
    type Value = Arc<Vec<Price>>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[VariantId],
    ) -> Result<HashMap<VariantId, Self::Value>, Fault> {
        let found = store
            .prices()
            .all_by_variants(keys, &view.reference)
            .await?;
        Ok(found
            .into_iter()
            .map(|(id, prices)| (id, Arc::new(prices)))
            .collect())
    }
}
