//! Writing: one transaction, in which a change, its event row and its audit row stand or fall together.

mod bulk_load;
mod category;
mod dependents;
mod idempotency;
pub(crate) mod log;
mod product;
mod reference;
mod reservation;
mod rows;
mod savepoint;
mod search_rule;
mod shape;
mod slug;
mod stock;
mod table;
mod view;

use std::{sync::Arc, time::Duration};

use domain::{
    clock::Timestamp,
    outcome::{Failure, Fault, FaultKind},
    reference::Reference,
};
use sea_orm::{
    ConnAcquireErr, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use uuid::Uuid;

pub(crate) use self::reservation::Desk;
pub use self::{
    idempotency::{IDEMPOTENCY_KEY_MAX, IdempotencyKey, Remembered, RequestKey},
    reservation::{
        LineUnits, NewReservation, ReservationAnswer, ReservationCall, ReservationEnd, ReservedLine,
    },
    savepoint::Savepoint,
    stock::{ChangedLevel, LevelEdit, StockEdit, StockFailure, StockProblem, StockReason},
};
use crate::{
    Actor, Backend, CatalogVersion, Store, catalog_version,
    fault::fault,
    moment::to_micros,
    reference as kinds,
    seeded::{self, Bug},
};

/// A transaction that writes. It owns a connection; dropping it undoes what it did.
///
/// What a method refuses before it has written (a code that names nothing, a cycle, a reserved variant) leaves the
/// transaction usable. After a fault, or a refusal by the database itself, it can only be dropped, or undone to a
/// [`Savepoint`].
pub struct Transaction {
    store: Store,
    database: DatabaseTransaction,
    actor: Actor,
    /// When it began: the moment of all that it notes in the history of prices, so that nothing is noted as having held
    /// that nobody could see.
    began: Timestamp,
    reference: Arc<Reference>,
    /// Whether `reference` holds changes of this transaction.
    changes_reference: bool,
    /// Whether nobody else can change a reference thing before this transaction ends.
    holds_reference: bool,
    tree: category::Tree,
    /// How many points were marked so far.
    savepoints: u32,
    /// The event that it wrote last.
    last_event: Option<CatalogVersion>,
    /// Foreign keys that are put back before it commits.
    set_aside: Vec<bulk_load::SetAside>,
}

impl Transaction {
    /// `patience`: how long it waits for each thing that another writer holds. None: as long as it takes, but for a
    /// connection.
    pub(crate) async fn begin(
        store: &Store,
        actor: &Actor,
        patience: Option<Duration>,
    ) -> Result<Self, Fault> {
        const DOING: &str = "beginning to write";
        let options = match store.backend() {
            Backend::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..Default::default()
            },
            // Read committed, as its connections are set.
            Backend::Postgres => TransactionOptions::default(),
        };
        let begun = store.writer().begin_with_options(options);
        let begun = match patience {
            None => begun.await,
            Some(patience) => tokio::time::timeout(patience, begun)
                .await
                .unwrap_or(Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))),
        };
        let database = begun.map_err(|error| match fault(DOING)(error) {
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
        let version = match store.backend() {
            Backend::Sqlite => kinds::current_version(&database).await?,
            Backend::Postgres => {
                let lock_timeout = patience.map(|patience| patience.as_millis());
                kinds::version_setting(&database, lock_timeout).await?
            }
        };
        let reference = if version == kept.version {
            kept
        } else {
            // What is read in several statements must not change between them; after that others may change it, as going
            // back to the savepoint releases the lock.
            let savepoint = database.begin().await.map_err(fault(DOING))?;
            kinds::locked_version(&savepoint).await?;
            let read = kinds::load(&savepoint).await?;
            savepoint.rollback().await.map_err(fault(DOING))?;
            Arc::new(read)
        };
        Ok(Self {
            store: store.clone(),
            database,
            actor: actor.clone(),
            began: store.setup().clock.now(),
            reference,
            changes_reference: false,
            holds_reference: false,
            tree: category::Tree::default(),
            savepoints: 0,
            last_event: None,
            set_aside: Vec::new(),
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
    pub async fn commit(mut self) -> Result<(), Fault> {
        self.end_bulk_load().await?;
        if seeded::has(Bug::AnswerBeforeCommit) {
            tokio::spawn(async move {
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                let _ = self.database.commit().await;
            });
            return Ok(());
        }
        self.database.commit().await.map_err(fault("committing"))?;
        // A changed one is read anew by whoever needs it next, so that it is in order.
        if !self.changes_reference {
            self.store.keep_reference(&self.reference);
        }
        if self.last_event.is_some() {
            self.store.note_change();
        }
        Ok(())
    }

    /// The moment of what is written now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.store.setup().clock.now()
    }

    pub(crate) fn database(&self) -> &DatabaseTransaction {
        &self.database
    }

    pub(crate) fn last_event(&self) -> Option<CatalogVersion> {
        self.last_event
    }

    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }

    pub(crate) fn next_id(&self) -> Uuid {
        self.store.setup().ids.next()
    }

    /// Writes the events and audit rows of changes.
    pub(crate) async fn log(&mut self, events: &[log::Event]) -> Result<(), Failure> {
        if events.is_empty() {
            return Ok(());
        }
        let at = to_micros(self.now());
        log::write(&self.database, at, self.actor.as_str(), events)
            .await
            .map_err(fault("noting what changed"))?;
        self.last_event = Some(catalog_version::written_last(&self.database).await?);
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
