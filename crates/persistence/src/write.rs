//! Writing: one transaction, in which a change, its event row and its audit row stand or fall together.

use std::sync::Arc;

use domain::{
    outcome::{Fault, FaultKind},
    reference::Reference,
};
use sea_orm::{
    AccessMode, DatabaseTransaction, IsolationLevel, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use crate::{
    Actor, Backend, Store,
    fault::fault,
    reference::{self, Seen},
};

/// A transaction that writes. It owns a connection; dropping it undoes what it did.
///
/// What a method refuses before it has written (a code that names nothing, a cycle, a reserved variant) leaves the
/// transaction usable. After a fault, or a refusal by the database itself, it can only be dropped.
pub struct Transaction {
    store: Store,
    database: DatabaseTransaction,
    actor: Actor,
    reference: Arc<Reference>,
}

impl Transaction {
    pub(crate) async fn begin(store: &Store, actor: &Actor) -> Result<Self, Fault> {
        const DOING: &str = "beginning to write";
        let options = match store.backend() {
            Backend::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..Default::default()
            },
            Backend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::ReadCommitted),
                ..Default::default()
            },
        };
        let database =
            store
                .writer()
                .begin_with_options(options)
                .await
                .map_err(|error| match fault(DOING)(error) {
                    // Within a process writers wait in line for SQLite's one connection.
                    Fault {
                        kind: FaultKind::Timeout,
                        doing,
                        cause,
                    } => Fault {
                        kind: FaultKind::Contended,
                        doing,
                        cause,
                    },
                    other => other,
                })?;
        let kept = store.kept_reference();
        let reference = match reference::seen(&database, &kept).await? {
            Seen::Same => kept,
            Seen::Other => Arc::new(reference::load(&database).await?),
        };
        Ok(Self {
            store: store.clone(),
            database,
            actor: actor.clone(),
            reference,
        })
    }

    /// Channels, locations, customer groups, price lists and attributes as this transaction sees them, its own saves
    /// included.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// Makes all of it last, and visible to others.
    ///
    /// # Errors
    /// A fault where the database can't; then nothing was written, unless the connection broke while it answered.
    pub async fn commit(self) -> Result<(), Fault> {
        self.database.commit().await.map_err(fault("committing"))?;
        self.store.keep_reference(&self.reference);
        Ok(())
    }

    /// Undoes all of it.
    ///
    /// # Errors
    /// A fault where the connection broke; nothing was written then either.
    pub async fn rollback(self) -> Result<(), Fault> {
        self.database
            .rollback()
            .await
            .map_err(fault("rolling back"))
    }
}

impl Store {
    /// Begins to read one state of the database in several statements.
    pub(crate) async fn begin_reading(&self) -> Result<DatabaseTransaction, Fault> {
        let options = match self.backend() {
            Backend::Sqlite => TransactionOptions::default(),
            Backend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..Default::default()
            },
        };
        self.reader()
            .begin_with_options(options)
            .await
            .map_err(fault("beginning to read"))
    }
}
