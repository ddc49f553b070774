//! What an engine must be able to do to hold the index of products.
//!
//! **Generations.** An index is built as a numbered generation. One of them is live and answers searches; another may be
//! built aside, and the one before is kept for a way back. [`Target`] says which of them a write is for.
//!
//! **Writing.** [`ProductIndex::apply`] takes changes, [`ProductIndex::commit`] makes all that was applied durable and
//! visible, together with the position in the outbox that they reach. What was applied but not committed may be lost when
//! the program ends (then the position tells where to go on) and may become visible early. Applying a change twice, or
//! an older one after a newer one, is harmless: a document is never replaced by one of a lower revision, and a deletion
//! leaves a mark with its revision behind, so that it isn't undone by an older document either.
//!
//! **Failing.** Every method fails with a fault whose kind tells what to do: `Unavailable`, `Timeout` and `Contended` may
//! pass by themselves, and it is for the caller to wait and try again; `Corrupt` and `Bug` won't.

use async_trait::async_trait;
use domain::{
    clock::Timestamp,
    id::ProductId,
    outcome::{Fault, FaultKind},
};

use crate::{
    document::{ContentHash, ProductDocument, Revision},
    embedded::Searched,
    health::Health,
    hits::{IndexState, Position},
    plan::{Outcome, Plan},
    text::NearWord,
};

/// Which generation is written to or read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The one that answers searches.
    Live,
    /// The one that is being built aside.
    Aside,
}

/// A change to be applied.
#[derive(Clone, Debug)]
pub enum Change {
    /// The product is now like this.
    Upsert(Box<ProductDocument>),
    /// The product is gone.
    Delete {
        /// Which.
        id: ProductId,
        /// The state of the catalogue that shows it gone.
        revision: Revision,
    },
}

/// What an index tells of a document when it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which product.
    pub id: ProductId,
    /// The revision that was indexed.
    pub revision: Revision,
    /// The hash of what was indexed.
    pub hash: ContentHash,
}

/// What an index answers from: which one, how far it is, and what is searched in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub(crate) state: IndexState,
    pub(crate) searched: Searched,
}

/// An index of products in some engine. Searches go through [`crate::Index`], which reads the words, asks by
/// [`ProductIndex::run`] and decides what to ask next.
#[async_trait]
pub trait ProductIndex: Send + Sync {
    /// Asks for a sign of life.
    async fn health(&self) -> Health;

    /// Makes the first generation if there is no live one yet, and brings an older layout's settings up to date.
    async fn ensure(&self) -> Result<IndexState, Fault>;

    /// What the live generation reflects. None: there is none.
    async fn state(&self) -> Result<Option<IndexState>, Fault>;

    /// What a generation built aside reflects. None: none is being built.
    async fn aside(&self) -> Result<Option<IndexState>, Fault>;

    /// The generation that was live before, if it is still kept.
    async fn previous(&self) -> Result<Option<IndexState>, Fault>;

    /// Applies changes, in their order. Send them in batches of some hundreds.
    async fn apply(&self, target: Target, changes: Vec<Change>) -> Result<(), Fault>;

    /// Makes everything applied to this target durable and visible, and notes how far in the outbox that is and when it
    /// was. A position never goes back.
    async fn commit(
        &self,
        target: Target,
        position: Position,
        at: Timestamp,
    ) -> Result<IndexState, Fault>;

    /// How many products the last commit shows, whoever may see them.
    async fn count(&self, target: Target) -> Result<u64, Fault>;

    /// The indexed products in the order of their ids: those behind `after`, at most `limit` (up to 10,000) of them.
    async fn entries(
        &self,
        target: Target,
        after: Option<ProductId>,
        limit: usize,
    ) -> Result<Vec<Entry>, Fault>;

    /// Begins a generation aside, or goes on with the one that was begun: its position tells how far it came.
    async fn begin_aside(&self) -> Result<IndexState, Fault>;

    /// Deletes the generation that is being built aside, if there is one.
    async fn drop_aside(&self) -> Result<(), Fault>;

    /// Makes the generation built aside the live one, in one step for searches. The one that was live is kept as the
    /// previous, and the previous of it is deleted.
    async fn swap(&self) -> Result<IndexState, Fault>;

    /// Makes the previous generation the live one again; the one that was live becomes the previous. What was indexed
    /// since the swap is missing there: its position tells where to go on. None: there is no previous one.
    async fn rollback(&self) -> Result<Option<IndexState>, Fault>;

    /// Forgets the marks of deletions of this revision and before, once nothing older is on its way any more. It may take a
    /// minute and a commit.
    async fn forget_deletions(&self, target: Target, until: Revision) -> Result<(), Fault>;

    /// Runs a planned search on the live generation.
    async fn run(&self, plan: &Plan) -> Result<Outcome, Fault>;

    /// What answers are made of now: as long as it is the same, and nothing begins or ends, the same plan is answered the
    /// same. None: the engine alone knows whether it has changed.
    fn mark(&self) -> Option<Mark> {
        None
    }

    /// From this moment on, the first at which a price or a publication begins or ends in what is indexed. None: none does.
    ///
    /// # Errors
    /// A fault, as of [`ProductIndex::run`]; of an engine that has no [`Mark`], always.
    fn quiet_until(&self, _at: Timestamp) -> Result<Option<Timestamp>, Fault> {
        let why = "the engine does not tell";
        Err(Fault::new(
            FaultKind::Bug,
            "asking when a search changes by itself",
            why,
        ))
    }

    /// For each of these words that no document of this locale has, those of the index that are near it.
    async fn near(&self, locale: &str, words: &[String]) -> Result<Vec<Vec<NearWord>>, Fault>;
}
