//! Reading what a transaction has done before it is decided whether it lasts.

use super::Transaction;
use crate::Store;

impl Transaction {
    /// Ends writing, and gives a store that reads within the transaction: what it did, and else what is committed. This is
    /// what a dry run shows.
    ///
    /// When the last clone of that store goes, and every [`crate::Snapshot`] of it, the transaction is rolled back and its
    /// connection is free again; until then it holds its locks, and on SQLite every other writer waits. The view can't
    /// begin to write.
    #[must_use]
    pub fn into_view(self) -> Store {
        self.store.within(self.database, self.reference)
    }
}
