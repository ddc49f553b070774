//! What is read of many products at once.

use std::{collections::HashMap, sync::Arc};

use domain::{id::ProductId, outcome::Fault};
use persistence::{Store, catalog::ProductRecord};

use super::translation::Texts;
use crate::{buyer::View, loaders::Batch};

/// Products by id. None: the buyer sees no such product.
pub(crate) struct ProductById;

impl Batch for ProductById {
    type Key = ProductId;
    type Value = Option<Arc<ProductRecord>>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[ProductId],
    ) -> Result<HashMap<ProductId, Self::Value>, Fault> {
        let found = store.products().by_ids(keys, &view.buyer).await?;
        Ok(found
            .into_iter()
            .map(|(id, record)| (id, Some(record)))
            .collect())
    }
}

/// The texts of a product in other locales.
pub(crate) struct TranslationsByProductId;

impl Batch for TranslationsByProductId {
    type Key = ProductId;
    type Value = Texts;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[ProductId],
    ) -> Result<HashMap<ProductId, Texts>, Fault> {
        let found = store.products().translations(keys, &view.reference).await?;
        Ok(found
            .into_iter()
            .map(|(id, texts)| (id, Arc::new(texts)))
            .collect())
    }
}
