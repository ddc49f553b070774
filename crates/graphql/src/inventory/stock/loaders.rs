//! What is read of the stock of many variants at once.

use std::{collections::HashMap, sync::Arc};

use domain::{
    id::{ProductId, VariantId},
    inventory::StockLevel,
    outcome::Fault,
    text::Code,
};
use persistence::Store;

use crate::{buyer::View, loaders::Batch};

/// The stock levels of a variant: an admin's at all locations, a storefront's at those of the channel.
pub(crate) struct StockByVariantId;

impl Batch for StockByVariantId {
    type Key = VariantId;
    type Value = Arc<Vec<StockLevel>>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[VariantId],
    ) -> Result<HashMap<VariantId, Self::Value>, Fault> {
        let found = store
            .stock()
            .by_variants(keys, locations(view), &view.reference)
            .await?;
        Ok(found
            .into_iter()
            .map(|(id, levels)| (id, Arc::new(levels)))
            .collect())
    }
}

/// The stock levels of all variants of a product, at the same locations.
pub(crate) struct StockByProductId;

impl Batch for StockByProductId {
    type Key = ProductId;
    type Value = Arc<HashMap<VariantId, Vec<StockLevel>>>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[ProductId],
    ) -> Result<HashMap<ProductId, Self::Value>, Fault> {
        let found = store
            .stock()
            .by_products(keys, locations(view), &view.reference)
            .await?;
        Ok(found
            .into_iter()
            .map(|(id, levels)| (id, Arc::new(levels)))
            .collect())
    }
}

fn locations(view: &View) -> Option<&[Code]> {
    (!view.buyer.sees_unpublished).then_some(&view.buyer.channel.locations)
}
