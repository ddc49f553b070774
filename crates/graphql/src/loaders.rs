//! Loaders: what many objects of a request ask for is read in one statement.
//!
//! Each feature's `loaders.rs` names its batches; here is what they have in common. A request has its own set, so that
//! nothing is remembered beyond it. A key holds the view that it is asked in, since two root fields of one request may
//! have different buyers. A batch that fails is logged once, and each field that waits for it gets the error.

mod gathering;
mod likeness;

use std::{
    collections::HashMap, fmt::Debug, future::Future, hash::Hash, marker::PhantomData, sync::Arc,
};

use async_graphql::Error;
use dataloader::{BatchFn, cached::Loader};
use domain::{
    id::ProductId,
    outcome::{Fault, FaultKind},
};
use persistence::{ProductVersion, Store};

pub(crate) use self::likeness::Question;
use self::{
    gathering::{Activity, Gathering},
    likeness::Likeness,
};
use crate::{
    buyer::{InView, View},
    catalog::{
        attribute::loaders::ProductCountByAttribute,
        category::loaders::{
            AncestorsByCategoryId, CategoriesByProductId, CategoryByCode, CategoryById,
            CategoryBySlug, ChildrenByCategoryId, ProductCountByCategoryId,
            TranslationsByCategoryId,
        },
        product::loaders::{ProductByCode, ProductById, ProductBySlug, TranslationsByProductId},
        variant::loaders::{VariantById, VariantBySku, VariantsByProduct},
    },
    error::{Reported, Reporter},
    inventory::stock::loaders::{StockByProductId, StockByVariantId},
    pricing::price::loaders::{PriceHistoryByVariantId, PricesByProduct},
};

/// The loaders of one request.
pub(crate) struct Loaders {
    pub(crate) ancestors_by_category_id: Loads<AncestorsByCategoryId>,
    pub(crate) categories_by_product_id: Loads<CategoriesByProductId>,
    pub(crate) category_by_code: Loads<CategoryByCode>,
    pub(crate) category_by_id: Loads<CategoryById>,
    pub(crate) category_by_slug: Loads<CategoryBySlug>,
    pub(crate) children_by_category_id: Loads<ChildrenByCategoryId>,
    pub(crate) price_history_by_variant_id: Loads<PriceHistoryByVariantId>,
    pub(crate) prices_by_product: Loads<PricesByProduct>,
    pub(crate) product_by_code: Loads<ProductByCode>,
    pub(crate) product_by_id: Loads<ProductById>,
    pub(crate) product_by_slug: Loads<ProductBySlug>,
    pub(crate) product_count_by_attribute: Loads<ProductCountByAttribute>,
    pub(crate) product_count_by_category_id: Loads<ProductCountByCategoryId>,
    pub(crate) stock_by_product_id: Loads<StockByProductId>,
    pub(crate) stock_by_variant_id: Loads<StockByVariantId>,
    pub(crate) translations_by_category_id: Loads<TranslationsByCategoryId>,
    pub(crate) translations_by_product_id: Loads<TranslationsByProductId>,
    pub(crate) variant_by_id: Loads<VariantById>,
    pub(crate) variant_by_sku: Loads<VariantBySku>,
    pub(crate) variants_by_product: Loads<VariantsByProduct>,
    pub(crate) likeness: Likeness,
}

impl Loaders {
    /// A fresh set, with nothing loaded.
    pub(crate) fn new(store: &Store, reporter: &Reporter) -> Self {
        let activity = Arc::default();
        Self {
            ancestors_by_category_id: Loads::new(store, reporter, &activity),
            categories_by_product_id: Loads::new(store, reporter, &activity),
            category_by_code: Loads::new(store, reporter, &activity),
            category_by_id: Loads::new(store, reporter, &activity),
            category_by_slug: Loads::new(store, reporter, &activity),
            children_by_category_id: Loads::new(store, reporter, &activity),
            price_history_by_variant_id: Loads::new(store, reporter, &activity),
            prices_by_product: Loads::new(store, reporter, &activity),
            product_by_code: Loads::new(store, reporter, &activity),
            product_by_id: Loads::new(store, reporter, &activity),
            product_by_slug: Loads::new(store, reporter, &activity),
            product_count_by_attribute: Loads::new(store, reporter, &activity),
            product_count_by_category_id: Loads::new(store, reporter, &activity),
            stock_by_product_id: Loads::new(store, reporter, &activity),
            stock_by_variant_id: Loads::new(store, reporter, &activity),
            translations_by_category_id: Loads::new(store, reporter, &activity),
            translations_by_product_id: Loads::new(store, reporter, &activity),
            variant_by_id: Loads::new(store, reporter, &activity),
            variant_by_sku: Loads::new(store, reporter, &activity),
            variants_by_product: Loads::new(store, reporter, &activity),
            likeness: Likeness::new(&activity),
        }
    }
}

/// A query that answers many keys at once.
pub(crate) trait Batch: Send + Sync + 'static {
    /// What is asked for, within a view.
    type Key: Clone + Eq + Hash + Debug + Send + Sync;
    /// The answer to one key; its default is the answer to a key that the query leaves out.
    type Value: Clone + Default + Send + Sync;

    /// Answers keys of one view, as a rule in one statement.
    fn load(
        store: &Store,
        view: &View,
        keys: &[Self::Key],
    ) -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>, Fault>> + Send;
}

/// The answers to keys that needn't be of anything.
pub(crate) fn some<K: Eq + Hash, V>(found: HashMap<K, V>) -> HashMap<K, Option<V>> {
    let found = found.into_iter();
    found.map(|(key, value)| (key, Some(value))).collect()
}

/// What is kept of products, and of those of which nothing is, what `read` reads.
pub(crate) async fn kept_or_read<V, R>(
    products: &[ProductVersion],
    kept: impl Fn(ProductVersion) -> Option<V>,
    read: impl FnOnce(Vec<ProductId>) -> R,
) -> Result<HashMap<ProductVersion, V>, Fault>
where
    R: Future<Output = Result<HashMap<ProductId, V>, Fault>>,
{
    let mut found = HashMap::with_capacity(products.len());
    let mut missing = Vec::new();
    for product in products {
        match kept(*product) {
            Some(value) => drop(found.insert(*product, value)),
            None => missing.push(*product),
        }
    }
    if !missing.is_empty() {
        let mut values = read(missing.iter().map(|product| product.id).collect()).await?;
        found.extend(missing.into_iter().filter_map(|product| {
            let value = values.remove(&product.id)?;
            Some((product, value))
        }));
    }
    Ok(found)
}

/// More keys than this make a second statement: databases bound a statement's parameters.
const MAX_BATCH: usize = 10_000;

/// How often a field asks again after the one that was reading its batch was given up, because a sibling failed.
const ATTEMPTS: usize = 8;

type Answer<V> = Result<V, Reported>;

/// The loader of a batch. The `dataloader` crate keeps what was loaded and runs the batches; which keys are a batch is
/// decided here, since it waits a fixed number of turns, for every key, which is too long for most batches and too short
/// for some.
pub(crate) struct Loads<B: Batch> {
    loader: Loader<InView<B::Key>, Answer<B::Value>, Batches<B>>,
    gathering: Gathering<InView<B::Key>>,
    reporter: Reporter,
}

impl<B: Batch> Loads<B> {
    fn new(store: &Store, reporter: &Reporter, activity: &Arc<Activity>) -> Self {
        let batches = Batches {
            store: store.clone(),
            reporter: reporter.clone(),
            of: PhantomData,
        };
        Self {
            loader: Loader::new(batches)
                .with_yield_count(0)
                .with_max_batch_size(MAX_BATCH),
            gathering: Gathering::new(Arc::clone(activity)),
            reporter: reporter.clone(),
        }
    }

    /// The answer to one key, read together with what others ask for at the same time.
    pub(crate) async fn load(&self, view: &Arc<View>, key: B::Key) -> Result<B::Value, Error> {
        let key = view.key(key);
        for _ in 0..ATTEMPTS {
            // Boxed, since only one of the many fields that wait here reads: the others needn't have the room for it.
            let load = async |keys| drop(Box::pin(self.loader.try_load_many(keys)).await);
            if self.gathering.join(key.clone(), load).await
                && let Ok(answer) = self.loader.try_load(key.clone()).await
            {
                return answer.map_err(Error::from);
            }
        }
        let cause = "the fields that read it were given up again and again";
        Err(self
            .reporter
            .report(&Fault::new(FaultKind::Bug, "loading a batch", cause))
            .into())
    }
}

/// Runs a batch for each view that its keys are of.
struct Batches<B> {
    store: Store,
    reporter: Reporter,
    of: PhantomData<fn() -> B>,
}

#[expect(
    clippy::mutable_key_type,
    reason = "keys are compared by the number of their view, which does not change"
)]
impl<B: Batch> BatchFn<InView<B::Key>, Answer<B::Value>> for Batches<B> {
    async fn load(&mut self, keys: &[InView<B::Key>]) -> HashMap<InView<B::Key>, Answer<B::Value>> {
        let mut answers = HashMap::with_capacity(keys.len());
        for (view, keys) in by_view(keys) {
            // Boxed, as above: what waits has the room of all that it may come to do.
            let store = view.store(&self.store);
            match Box::pin(B::load(&store, &view, &keys)).await {
                Ok(mut found) => answers.extend(keys.into_iter().map(|key| {
                    let value = found.remove(&key).unwrap_or_default();
                    (view.key(key), Ok(value))
                })),
                Err(fault) => {
                    let reported = self.reporter.report(&fault);
                    answers.extend(
                        keys.into_iter()
                            .map(|key| (view.key(key), Err(reported.clone()))),
                    );
                }
            }
        }
        answers
    }
}

/// The keys of each view; most requests have one.
fn by_view<K: Clone>(keys: &[InView<K>]) -> Vec<(Arc<View>, Vec<K>)> {
    let mut groups: Vec<(Arc<View>, Vec<K>)> = Vec::with_capacity(1);
    for InView { view, key } in keys {
        match groups
            .iter_mut()
            .find(|(known, _)| Arc::ptr_eq(known, view))
        {
            Some((_, group)) => group.push(key.clone()),
            None => groups.push((Arc::clone(view), vec![key.clone()])),
        }
    }
    groups
}
