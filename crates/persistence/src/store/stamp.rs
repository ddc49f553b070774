//! Whether anything was committed meanwhile: a stamp of what is committed, which is another one after each commit, whoever
//! made it.
//!
//! SQLite's is `PRAGMA data_version`, which a connection sees change when any other connection, of this process or another,
//! has committed; it can be compared on one and the same connection alone, so one is kept for it. PostgreSQL's is the
//! snapshot that a statement gets: which transactions have ended, of all that there ever were on that server. Other
//! databases of the server, and writes that are undone, change it too, which does no harm.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use domain::outcome::{Fault, FaultKind};
use sea_orm::sqlx::{
    self, Connection as _, PgConnection, Row as _, SqliteConnection, postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};
use tokio::sync::Mutex;

use super::Store;
use crate::fault::kind_of_sqlx;

/// What is committed, as of a moment: two that are equal are of the same catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(pub(super) Mark);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// The number of the connection, and what it tells.
    Sqlite(u64, i64),
    /// When the server was started, since another one may have taken its place, and the snapshot.
    Postgres(String),
}

/// What SQLite and PostgreSQL tell of what is committed.
pub(super) const SQLITE_MARK: &str = "SELECT data_version FROM pragma_data_version";
pub(super) const POSTGRES_MARK: &str =
    "SELECT pg_postmaster_start_time()::text || ' ' || pg_current_snapshot()::text";

const DOING: &str = "looking whether anything was committed";

/// The connection that looks, made when it is first needed.
pub(super) struct Watch {
    way: Way,
    statements: Arc<AtomicU64>,
    /// How many looks have begun.
    begun: AtomicU64,
    last: Mutex<Last>,
}

/// How the connection is made.
pub(super) enum Way {
    Sqlite(Box<SqliteConnectOptions>),
    Postgres(Box<PgConnectOptions>),
}

/// The connection with its number among those that there were.
pub(super) enum Own {
    Sqlite(u64, SqliteConnection),
    Postgres(PgConnection),
}

/// What was seen last, and by which look.
#[derive(Default)]
struct Last {
    own: Option<Own>,
    connections: u64,
    look: u64,
    stamp: Option<Stamp>,
}

impl Store {
    /// What is committed now. One small statement; those who ask at the same time share it.
    ///
    /// # Errors
    /// A fault where the database can't be read, or where this is a view of an open transaction.
    pub async fn stamp(&self) -> Result<Stamp, Fault> {
        if self.is_view() {
            let why = "what a transaction sees that is still open is committed by nobody";
            return Err(Fault::new(FaultKind::Bug, DOING, why));
        }
        self.watch().stamp().await
    }
}

impl Watch {
    pub(super) fn new(way: Way, statements: &Arc<AtomicU64>) -> Self {
        Self {
            way,
            statements: Arc::clone(statements),
            begun: AtomicU64::new(0),
            last: Mutex::default(),
        }
    }

    async fn stamp(&self) -> Result<Stamp, Fault> {
        let before = self.begun.load(Ordering::SeqCst);
        let mut last = self.last.lock().await;
        // A look that began since is as good as one's own.
        if let Some(stamp) = last.stamp.as_ref().filter(|_| last.look > before) {
            return Ok(stamp.clone());
        }
        let look = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        let stamp = self.ask(&mut last, async |own| own.stamp().await).await?;
        last.look = look;
        last.stamp = Some(stamp.clone());
        Ok(stamp)
    }

    /// Runs a statement on the connection.
    pub(super) async fn run<T>(
        &self,
        work: impl AsyncFnOnce(&mut Own) -> Result<T, sqlx::Error>,
    ) -> Result<T, Fault> {
        self.ask(&mut *self.last.lock().await, work).await
    }

    /// Runs a statement. Where it fails, or is given up, the connection is not used again.
    async fn ask<T>(
        &self,
        last: &mut Last,
        work: impl AsyncFnOnce(&mut Own) -> Result<T, sqlx::Error>,
    ) -> Result<T, Fault> {
        let mut own = self.own(last).await?;
        let done = work(&mut own).await.map_err(failed)?;
        last.own = Some(own);
        Ok(done)
    }

    async fn own(&self, last: &mut Last) -> Result<Own, Fault> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        if let Some(own) = last.own.take() {
            return Ok(own);
        }
        last.connections += 1;
        let made = match &self.way {
            Way::Sqlite(options) => SqliteConnection::connect_with(options)
                .await
                .map(|made| Own::Sqlite(last.connections, made)),
            Way::Postgres(options) => PgConnection::connect_with(options).await.map(Own::Postgres),
        };
        made.map_err(failed)
    }

    pub(super) async fn close(&self) {
        // There is nothing to be done about a connection that fails to close.
        let _ = match self.last.lock().await.own.take() {
            Some(Own::Sqlite(_, own)) => own.close().await,
            Some(Own::Postgres(own)) => own.close().await,
            None => Ok(()),
        };
    }
}

impl Own {
    async fn stamp(&mut self) -> Result<Stamp, sqlx::Error> {
        let mark = match self {
            Self::Sqlite(number, own) => {
                let row = sqlx::query("PRAGMA data_version").fetch_one(own).await?;
                Mark::Sqlite(*number, row.try_get(0)?)
            }
            Self::Postgres(own) => {
                let row = sqlx::query(POSTGRES_MARK).fetch_one(own).await?;
                Mark::Postgres(row.try_get(0)?)
            }
        };
        Ok(Stamp(mark))
    }
}

fn failed(error: sqlx::Error) -> Fault {
    Fault::new(kind_of_sqlx(&error), DOING, error)
}

#[cfg(test)]
mod tests;
