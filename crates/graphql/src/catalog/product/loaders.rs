//! What is read of many products at once.

use std::{collections::HashMap, sync::Arc};

use domain::{id::ProductId, outcome::Fault};
use persistence::{Store, catalog::ProductRecord};

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
