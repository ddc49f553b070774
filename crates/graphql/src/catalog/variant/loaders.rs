//! What is read of the variants of many products at once.

use std::{collections::HashMap, sync::Arc};

use domain::{
    id::{ProductId, VariantId},
    outcome::Fault,
};
use persistence::{
    Store,
    catalog::VariantRecord,
    page::{Page, PageRequest},
};

use crate::{buyer::View, loaders::Batch};

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
        let found = store.variants().by_ids(keys, &view.buyer).await?;
        Ok(found
            .into_iter()
            .map(|(id, record)| (id, Some(record)))
            .collect())
    }
}

/// All variants of a product, in order.
pub(crate) struct VariantsByProductId;

impl Batch for VariantsByProductId {
    type Key = ProductId;
    type Value = Arc<Vec<Arc<VariantRecord>>>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[ProductId],
    ) -> Result<HashMap<ProductId, Self::Value>, Fault> {
        let found = store.variants().all_by_products(keys, &view.buyer).await?;
        Ok(found
            .into_iter()
            .map(|(id, variants)| (id, Arc::new(variants)))
            .collect())
    }
}

/// A page of a product's variants. Products that are asked for the same page are read together.
pub(crate) struct VariantPageByProductId;

impl Batch for VariantPageByProductId {
    type Key = (ProductId, PageRequest);
    type Value = Arc<Page<Arc<VariantRecord>>>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, Fault> {
        let mut by_request: HashMap<&PageRequest, Vec<ProductId>> = HashMap::new();
        for (product, request) in keys {
            by_request.entry(request).or_default().push(*product);
        }
        let mut pages = HashMap::with_capacity(keys.len());
        for (request, products) in by_request {
            let found = store
                .variants()
                .page_by_products(&products, request, &view.buyer)
                .await?;
            pages.extend(
                found
                    .into_iter()
                    .map(|(product, page)| ((product, request.clone()), Arc::new(page))),
            );
        }
        Ok(pages)
    }
}

/// How many variants a product has.
pub(crate) struct VariantCountByProductId;

impl Batch for VariantCountByProductId {
    type Key = ProductId;
    type Value = i64;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[ProductId],
    ) -> Result<HashMap<ProductId, i64>, Fault> {
        store.variants().count_by_products(keys, &view.buyer).await
    }
}
