//! Undoing a part of a transaction: what was refused goes, and the rest can still be committed.

use std::sync::Arc;

use domain::{outcome::Fault, reference::Reference};
use sea_orm::ConnectionTrait;

use super::{Transaction, category::TreeLock};
use crate::{CatalogVersion, fault::fault};

/// A point of a transaction to which it can be undone, with what the transaction knew there.
#[must_use = "a point that nobody goes back to is better not made"]
pub struct Savepoint {
    number: u32,
    reference: Arc<Reference>,
    changes_reference: bool,
    holds_reference: bool,
    tree_lock: TreeLock,
    last_event: Option<CatalogVersion>,
}

impl Transaction {
    /// Marks this point.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn savepoint(&mut self) -> Result<Savepoint, Fault> {
        self.savepoints += 1;
        let number = self.savepoints;
        self.run(&format!("SAVEPOINT point{number}")).await?;
        Ok(Savepoint {
            number,
            reference: Arc::clone(&self.reference),
            changes_reference: self.changes_reference,
            holds_reference: self.holds_reference,
            tree_lock: self.tree.lock(),
            last_event: self.last_event,
        })
    }

    /// Undoes all that was done since that point, which stays, so that the transaction can be undone to it again. Points
    /// made after it are gone. A transaction that the database has refused something is usable again, too.
    ///
    /// # Errors
    /// A fault of the database, also where that point is gone.
    pub async fn undo_to(&mut self, savepoint: &Savepoint) -> Result<(), Fault> {
        self.run(&format!("ROLLBACK TO SAVEPOINT point{}", savepoint.number))
            .await?;
        // Locks that were taken since are gone as well, and so is the right to what was learned under them.
        self.reference = Arc::clone(&savepoint.reference);
        self.changes_reference = savepoint.changes_reference;
        self.holds_reference = savepoint.holds_reference;
        self.tree.undo_to(savepoint.tree_lock);
        self.last_event = savepoint.last_event;
        Ok(())
    }

    /// Gives a point up, and those made after it: what was done since can't be undone alone any more. Many steps, each
    /// with a point of its own, stay cheap so.
    ///
    /// # Errors
    /// A fault of the database, also where that point is gone.
    pub async fn release(&mut self, savepoint: Savepoint) -> Result<(), Fault> {
        self.run(&format!("RELEASE SAVEPOINT point{}", savepoint.number))
            .await
    }

    async fn run(&self, sql: &str) -> Result<(), Fault> {
        self.database
            .execute_unprepared(sql)
            .await
            .map(drop)
            .map_err(fault("marking a point of a transaction"))
    }
}
