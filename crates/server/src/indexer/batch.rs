//! Applying: from products to changes of the index, a batch at a time, whatever their number.

use std::collections::HashSet;

use domain::{id::ProductId, outcome::Fault};
use search::{
    document::Revision,
    index::{Change, Target},
};

use super::{Indexer, Parts, projection::Projection, touched::Touched};

/// How many products are read, projected and written at once: bounds the memory that it takes.
pub(super) const BATCH: usize = 200;

impl Indexer {
    /// Brings everything that is touched to its present state. Nothing is committed.
    pub(super) async fn apply(&self, target: Target, touched: &Touched) -> Result<(), Fault> {
        let store = &self.0.parts.store;
        let mut products = touched.products.clone();
        let variants: Vec<_> = touched.variants.iter().copied().collect();
        for some in variants.chunks(BATCH) {
            products.extend(store.products_of(some).await?);
        }
        let products: Vec<ProductId> = products.into_iter().collect();
        for some in products.chunks(BATCH) {
            self.bring(target, some).await?;
        }
        for sweep in &touched.sweeps {
            let mut after = None;
            loop {
                let page = store.touched(sweep, after, BATCH).await?;
                let Some(last) = page.last() else { break };
                after = Some(*last);
                self.bring(target, &page).await?;
            }
        }
        Ok(())
    }

    /// Brings these products to their present state; those that there are no more are deleted.
    pub(super) async fn bring(&self, target: Target, ids: &[ProductId]) -> Result<(), Fault> {
        if ids.is_empty() {
            return Ok(());
        }
        self.go_on_writing().await?;
        let changes = self.changes(ids).await?;
        self.engine().apply(target, changes).await
    }

    /// The present state of these products, as changes.
    pub(super) async fn changes(&self, ids: &[ProductId]) -> Result<Vec<Change>, Fault> {
        let Parts {
            store,
            default_locale,
            ..
        } = &self.0.parts;
        let snapshot = store.snapshot().await?;
        let reference = snapshot.reference_kept(store).await?;
        let revision = revision(snapshot.catalog_version().await?);
        let sources = snapshot.sources(ids, &reference).await?;
        drop(snapshot);
        let projection = Projection::new(&reference, &sources.categories, default_locale, revision);
        let there: HashSet<ProductId> = sources
            .products
            .iter()
            .map(|source| source.product.id)
            .collect();
        let gone = ids.iter().filter(|id| !there.contains(id));
        let gone = gone.map(|id| Change::Delete { id: *id, revision });
        let upserts = sources
            .products
            .iter()
            .map(|source| Change::Upsert(Box::new(projection.document(source))));
        Ok(upserts.chain(gone).collect())
    }

    /// At most so many products after one, as documents, and the last of them. None: there are no more.
    pub(super) async fn documents_after(
        &self,
        after: Option<ProductId>,
        limit: usize,
    ) -> Result<Vec<search::document::ProductDocument>, Fault> {
        let Parts {
            store,
            default_locale,
            ..
        } = &self.0.parts;
        let snapshot = store.snapshot().await?;
        let reference = snapshot.reference_kept(store).await?;
        let revision = revision(snapshot.catalog_version().await?);
        let sources = snapshot.sources_after(after, limit, &reference).await?;
        drop(snapshot);
        let projection = Projection::new(&reference, &sources.categories, default_locale, revision);
        Ok(sources
            .products
            .iter()
            .map(|source| projection.document(source))
            .collect())
    }
}

/// The state that a snapshot shows: whatever is read later shows no lower one.
fn revision(version: persistence::CatalogVersion) -> Revision {
    Revision(u64::try_from(version.0).unwrap_or(0))
}
