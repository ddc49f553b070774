//! What is read of the variants of many products at once.

use std::{collections::HashMap, sync::Arc};

use domain::{id::VariantId, outcome::Fault, text::Sku};
use persistence::{
    ProductVersion, Store,
    catalog::{VariantRecord, variant::AllVariants},
};

use crate::{
    buyer::View,
    loaders::{Batch, kept_or_read, some},
};

/// Variants by id. None: the buyer sees no such variant.
pub(crate) struct VariantById;

impl Batch for VariantById {
    type Key = VariantId;
    type Value = Option<Arc<VariantRecord>>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[VariantId],
    ) -> Result<HashMap<VariantId, Self::Value>, Fault> {
        store.variants().by_ids(keys, &view.buyer).await.map(some)
    }
}

/// Variants by SKU. None: the buyer sees no such variant.
pub(crate) struct VariantBySku;

impl Batch for VariantBySku {
    type Key = Sku;
    type Value = Option<Arc<VariantRecord>>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[Sku],
    ) -> Result<HashMap<Sku, Self::Value>, Fault> {
        store.variants().by_skus(keys, &view.buyer).await.map(some)
    }
}

/// All variants of a product, in order: from memory where they are kept, else read with those of other products. Fields
/// wait for each other either way, so that what they ask for next comes together too.
pub(crate) struct VariantsByProduct;

impl Batch for VariantsByProduct {
    type Key = ProductVersion;
    type Value = Arc<AllVariants>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[ProductVersion],
    ) -> Result<HashMap<ProductVersion, Self::Value>, Fault> {
        let variants = store.variants();
        kept_or_read(
            keys,
            |product| variants.kept(product, &view.reference),
            |missing| async move {
                let (buyer, reference) = (&view.buyer, &view.reference);
                variants.all_by_products(&missing, buyer, reference).await
            },
        )
        .await
    }
}
