//! The version of the catalogue: it grows with every change, so that a reader can tell whether it sees one.

use domain::outcome::Fault;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::{Snapshot, Store, Transaction, fault::fault, row::Columns};

const DOING: &str = "reading the catalogue's version";

/// A state of the catalogue: the number of its last event. Later states have greater numbers; nothing else can be told
/// from it. 0: nothing has happened yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CatalogVersion(pub i64);

impl Store {
    /// The version of what is committed. Whoever clears the table of events leaves its last row, which tells it.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn catalog_version(&self) -> Result<CatalogVersion, Fault> {
        newest(self.reader()).await
    }
}

impl Snapshot {
    /// The version of this state. On PostgreSQL a transaction that is still open may have a lower one.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn catalog_version(&self) -> Result<CatalogVersion, Fault> {
        newest(self.database()).await
    }
}

impl Transaction {
    /// The version that the catalogue has once this transaction is committed: that of its last event, or, as long as it has
    /// changed nothing, of what is committed.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn catalog_version(&self) -> Result<CatalogVersion, Fault> {
        match self.last_event() {
            Some(version) => Ok(version),
            None => newest(self.database()).await,
        }
    }

    /// As [`Transaction::commit`]; tells [`Transaction::catalog_version`].
    ///
    /// # Errors
    /// As [`Transaction::commit`].
    pub async fn commit_versioned(self) -> Result<CatalogVersion, Fault> {
        let version = self.catalog_version().await?;
        self.commit().await?;
        Ok(version)
    }
}

/// The version of the newest event that can be seen.
async fn newest(database: &impl ConnectionTrait) -> Result<CatalogVersion, Fault> {
    version(database, "SELECT COALESCE(MAX(seq), 0) FROM outbox").await
}

/// The version of the event that this connection has written last.
pub(crate) async fn written_last(database: &impl ConnectionTrait) -> Result<CatalogVersion, Fault> {
    match database.get_database_backend() {
        // Others write too, and may have committed a greater number.
        DbBackend::Postgres => {
            let last = "SELECT currval(pg_get_serial_sequence('outbox', 'seq'))";
            version(database, last).await
        }
        _ => newest(database).await,
    }
}

async fn version(database: &impl ConnectionTrait, sql: &str) -> Result<CatalogVersion, Fault> {
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let row = database
        .query_one_raw(statement)
        .await
        .map_err(fault(DOING))?;
    row.map_or(Ok(CatalogVersion(0)), |row| {
        Columns::of(&row, DOING).take().map(CatalogVersion)
    })
}
