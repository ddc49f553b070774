//! One state of the catalogue, read in several steps.

use std::sync::Arc;

use domain::{catalog::Category, id::CategoryId, outcome::Fault, reference::Reference, text::Code};
use sea_orm::ConnectionTrait as _;

use super::{category_page, product_page};
use crate::{Backend, Store, Stored, StoredProduct, fault::fault, reference, store::Reader};

/// One state of the catalogue: what others write meanwhile is not seen. It holds a connection until it is dropped.
pub struct Snapshot {
    database: Reader,
}

impl Store {
    /// Begins to read one state of the catalogue.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn snapshot(&self) -> Result<Snapshot, Fault> {
        let database = self.reader().begin().await?;
        if self.backend() == Backend::Postgres {
            // It is read for as long as that takes.
            let unhurried = database.execute_unprepared("SET LOCAL statement_timeout = 0");
            unhurried.await.map_err(fault("beginning to read"))?;
        }
        // The state is that of the first statement, so this is it.
        reference::current_version(&database).await?;
        Ok(Snapshot { database })
    }
}

impl Snapshot {
    /// What reads this state.
    pub(crate) fn database(&self) -> &Reader {
        &self.database
    }

    /// As [`Snapshot::reference`], without reading it where the store has kept the right one.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn reference_kept(&self, store: &Store) -> Result<Arc<Reference>, Fault> {
        let kept = store.kept_reference();
        if kept.version == reference::current_version(&self.database).await? {
            return Ok(kept);
        }
        let fresh = Arc::new(reference::load(&self.database).await?);
        store.keep_reference(&fresh);
        Ok(fresh)
    }

    /// Channels, locations, customer groups, price lists and attributes, each kind in the order of codes.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn reference(&self) -> Result<Reference, Fault> {
        reference::load(&self.database).await
    }

    /// At most `limit` categories after a code, in the order of codes. None: from the first.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn categories_after(
        &self,
        after: Option<&Code>,
        limit: u64,
    ) -> Result<Vec<Stored<CategoryId, Category>>, Fault> {
        category_page(&self.database, after, limit).await
    }

    /// At most `limit` products after a code, in the order of codes. None: from the first.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn products_after(
        &self,
        after: Option<&Code>,
        limit: u64,
        reference: &Reference,
    ) -> Result<Vec<StoredProduct>, Fault> {
        product_page(&self.database, after, limit, reference).await
    }
}
