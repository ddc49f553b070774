//! What is read of many products at once.

use std::{collections::HashMap, sync::Arc};

use domain::{
    id::ProductId,
    outcome::Fault,
    text::{Code, Slug},
};
use persistence::{Store, catalog::ProductRecord};

use super::translation::Texts;
use crate::{
    buyer::View,
    loaders::{Batch, some},
};

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
        store.products().by_ids(keys, &view.buyer).await.map(some)
    }
}

/// Products by code. None: the buyer sees no such product.
pub(crate) struct ProductByCode;

impl Batch for ProductByCode {
    type Key = Code;
    type Value = Option<Arc<ProductRecord>>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[Code],
    ) -> Result<HashMap<Code, Self::Value>, Fault> {
        store.products().by_codes(keys, &view.buyer).await.map(some)
    }
}

/// Products by slug, in the view's locale or in one that it falls back to. None: the buyer sees no such product.
pub(crate) struct ProductBySlug;

impl Batch for ProductBySlug {
    type Key = Slug;
    type Value = Option<Arc<ProductRecord>>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[Slug],
    ) -> Result<HashMap<Slug, Self::Value>, Fault> {
        store.products().by_slugs(keys, &view.buyer).await.map(some)
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
