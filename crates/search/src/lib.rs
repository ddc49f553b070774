//! The search index: one contract, held by two engines.
//!
//! Begin at [`index`], what an engine must be able to do, and at [`document`], what is indexed. A search is a
//! [`query::SearchRequest`] and a [`hits::SearchAnswer`], with [`facet`]s; autocomplete is in [`suggest`].
//!
//! The engine is chosen by an address ([`SearchConfig::parse`]): none means the index embedded in this program, one of
//! HTTP an Elasticsearch that several servers share. An index that can't be reached never keeps anybody from browsing, so
//! [`Health`] is a report and no error.

mod autocomplete;
mod config;
pub mod document;
mod elasticsearch;
mod embedded;
pub mod evaluate;
pub mod facet;
mod health;
pub mod hits;
pub mod index;
mod indexed;
pub mod plan;
mod planner;
pub mod query;
mod search;
pub mod suggest;
mod term;
pub mod text;

use std::{fmt, path::Path, sync::Arc};

use domain::{id::ProductId, outcome::Fault};

pub use config::{SearchAddressError, SearchConfig};
pub use elasticsearch::Elasticsearch;
pub use embedded::{Embedded, KEPT_BYTES};
pub use health::Health;

use crate::{
    document::ProductTexts,
    hits::SearchAnswer,
    index::ProductIndex,
    query::{SearchContext, SearchRequest},
    suggest::{SuggestRequest, Suggestions},
};

/// What the names of all indexes in an Elasticsearch begin with, where nothing else is said.
pub const PREFIX: &str = "vitrine";

/// An index that was chosen. Cheap to clone: all clones share it.
#[derive(Clone)]
pub struct Index {
    engine: Arc<dyn ProductIndex>,
}

impl Index {
    /// The index that an address chooses; the embedded one is in this folder. Nothing is sent to an engine yet, and
    /// nothing is written: [`ProductIndex::ensure`] makes the index where there is none.
    ///
    /// # Errors
    /// A fault where the client of the engine can't be made, or the embedded index can't be read.
    pub fn open(config: &SearchConfig, folder: &Path) -> Result<Self, Fault> {
        Ok(match config {
            SearchConfig::Embedded => Self::of(Embedded::open(folder)?),
            SearchConfig::Elasticsearch(address) => Self::of(Elasticsearch::new(address, PREFIX)?),
        })
    }

    /// The index in this engine.
    pub fn of(engine: impl ProductIndex + 'static) -> Self {
        Self {
            engine: Arc::new(engine),
        }
    }

    /// The engine, to be written to.
    #[must_use]
    pub fn engine(&self) -> &dyn ProductIndex {
        &*self.engine
    }

    /// Asks the engine for a sign of life.
    pub async fn health(&self) -> Health {
        self.engine.health().await
    }

    /// Searches.
    ///
    /// # Errors
    /// A fault where the engine can't be reached, has no index yet, or fails.
    pub async fn search(&self, request: &SearchRequest) -> Result<SearchAnswer, Fault> {
        search::search(&*self.engine, request).await
    }

    /// Tells what somebody who typed so far may mean.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub async fn suggest(&self, request: &SuggestRequest) -> Result<Suggestions, Fault> {
        autocomplete::suggest(&*self.engine, request).await
    }

    /// Products like this one that the context can see, the most alike first; those that can't be had last. The texts are
    /// those of the product in the context's locale; its description is not looked at.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub async fn similar(
        &self,
        context: SearchContext,
        id: ProductId,
        texts: &ProductTexts,
        limit: usize,
    ) -> Result<Vec<ProductId>, Fault> {
        search::similar(&*self.engine, context, id, texts, limit).await
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}
