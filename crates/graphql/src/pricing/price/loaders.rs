//! What is read of the prices of many variants at once.

use std::{collections::HashMap, sync::Arc};

use domain::{
    id::{ProductId, VariantId},
    outcome::Fault,
    pricing::Price,
};
use persistence::Store;

use crate::{buyer::View, loaders::Batch};

/// Prices by variant.
pub(crate) type PricesByVariant = HashMap<VariantId, Vec<Price>>;

/// The prices of all variants of a product that can apply in the context, at any quantity.
pub(crate) struct PricesByProductId;

impl Batch for PricesByProductId {
    type Key = ProductId;
    type Value = Arc<PricesByVariant>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[ProductId],
    ) -> Result<HashMap<ProductId, Self::Value>, Fault> {
        let found = store
            .prices()
            .by_products(keys, &view.buyer, &view.reference)
            .await?;
        Ok(found
            .into_iter()
            .map(|(id, prices)| (id, Arc::new(prices)))
            .collect())
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
