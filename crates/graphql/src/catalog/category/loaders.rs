//! What is read of many categories, or of the categories of many products, at once.

use std::{collections::HashMap, hash::Hash, sync::Arc};

use domain::{
    id::{CategoryId, ProductId},
    outcome::Fault,
    text::{Code, Slug},
};
use persistence::{Store, catalog::CategoryRecord};

use super::translation::Texts;
use crate::{
    buyer::View,
    loaders::{Batch, some},
};

/// Categories in an order that their owner gives.
type Records = Arc<Vec<Arc<CategoryRecord>>>;

fn shared<I: Eq + Hash>(found: HashMap<I, Vec<Arc<CategoryRecord>>>) -> HashMap<I, Records> {
    found
        .into_iter()
        .map(|(id, records)| (id, Arc::new(records)))
        .collect()
}

/// Categories by id. None: there is no such category.
pub(crate) struct CategoryById;

impl Batch for CategoryById {
    type Key = CategoryId;
    type Value = Option<Arc<CategoryRecord>>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[CategoryId],
    ) -> Result<HashMap<CategoryId, Self::Value>, Fault> {
        store.categories().by_ids(keys, &view.buyer).await.map(some)
    }
}

/// Categories by code. None: there is no such category.
pub(crate) struct CategoryByCode;

impl Batch for CategoryByCode {
    type Key = Code;
    type Value = Option<Arc<CategoryRecord>>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[Code],
    ) -> Result<HashMap<Code, Self::Value>, Fault> {
        store
            .categories()
            .by_codes(keys, &view.buyer)
            .await
            .map(some)
    }
}

/// Categories by slug, in the view's locale or in one that it falls back to. None: there is no such category.
pub(crate) struct CategoryBySlug;

impl Batch for CategoryBySlug {
    type Key = Slug;
    type Value = Option<Arc<CategoryRecord>>;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[Slug],
    ) -> Result<HashMap<Slug, Self::Value>, Fault> {
        store
            .categories()
            .by_slugs(keys, &view.buyer)
            .await
            .map(some)
    }
}

/// The categories that a product is in, in the seller's order.
pub(crate) struct CategoriesByProductId;

impl Batch for CategoriesByProductId {
    type Key = ProductId;
    type Value = Records;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[ProductId],
    ) -> Result<HashMap<ProductId, Records>, Fault> {
        store
            .categories()
            .by_products(keys, &view.buyer)
            .await
            .map(shared)
    }
}

/// The categories above a category, root first.
pub(crate) struct AncestorsByCategoryId;

impl Batch for AncestorsByCategoryId {
    type Key = CategoryId;
    type Value = Records;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[CategoryId],
    ) -> Result<HashMap<CategoryId, Records>, Fault> {
        store
            .categories()
            .ancestors(keys, &view.buyer)
            .await
            .map(shared)
    }
}

/// The categories right below a category, in order.
pub(crate) struct ChildrenByCategoryId;

impl Batch for ChildrenByCategoryId {
    type Key = CategoryId;
    type Value = Records;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[CategoryId],
    ) -> Result<HashMap<CategoryId, Records>, Fault> {
        store
            .categories()
            .children(keys, &view.buyer)
            .await
            .map(shared)
    }
}

/// How many products a category has, with those of the categories below it or without.
pub(crate) struct ProductCountByCategoryId;

impl Batch for ProductCountByCategoryId {
    /// The category, and whether the categories below it count.
    type Key = (CategoryId, bool);
    type Value = i64;

    async fn load(
        store: &Store,
        view: &View,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, i64>, Fault> {
        let mut counts = HashMap::with_capacity(keys.len());
        for include_descendants in [true, false] {
            let asked = keys
                .iter()
                .filter(|(_, include)| *include == include_descendants);
            let ids: Vec<CategoryId> = asked.map(|(id, _)| *id).collect();
            let found = store
                .products()
                .counts_by_category(&ids, include_descendants, &view.buyer)
                .await?;
            counts.extend(
                found
                    .into_iter()
                    .map(|(id, count)| ((id, include_descendants), count)),
            );
        }
        Ok(counts)
    }
}

/// The texts of a category in other locales.
pub(crate) struct TranslationsByCategoryId;

impl Batch for TranslationsByCategoryId {
    type Key = CategoryId;
    type Value = Texts;

    async fn load(
        store: &Store,
        _: &View,
        keys: &[CategoryId],
    ) -> Result<HashMap<CategoryId, Texts>, Fault> {
        let found = store.categories().translations(keys).await?;
        Ok(found
            .into_iter()
            .map(|(id, texts)| (id, Arc::new(texts)))
            .collect())
    }
}
