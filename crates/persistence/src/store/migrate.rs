//! Bringing the schema up to date: all pending migrations in one transaction, under a lock.

use domain::outcome::{Fault, FaultKind};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectionTrait, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use super::Store;
use crate::fault::fault;

const DOING: &str = "bringing the schema up to date";

/// Taken by whoever migrates; a number of our own among PostgreSQL's advisory locks.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7305806010150)";

/// What [`Store::migrate`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MigrationReport {
    /// The names of the migrations that were run, oldest first. Empty: the schema was up to date.
    pub applied: Vec<String>,
}

impl Store {
    /// Brings the schema up to date: all that is missing, or nothing where one step fails. Several processes may do it at
    /// once; all but one find it done.
    ///
    /// # Errors
    /// A fault where a step fails, or where the schema is newer than this program.
    pub async fn migrate(&self) -> Result<MigrationReport, Fault> {
        self.migrate_steps(None).await
    }

    /// As [`Store::migrate`], but at most so many migrations: for tests of a single one.
    ///
    /// # Errors
    /// As [`Store::migrate`].
    pub async fn migrate_steps(&self, steps: Option<u32>) -> Result<MigrationReport, Fault> {
        // An up to date schema is found so without a lock, so that starting up waits for nobody.
        if self.pending_migrations().await?.is_empty() {
            return Ok(MigrationReport::default());
        }
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let transaction = self
            .writer()
            .begin_with_options(options)
            .await
            .map_err(fault(DOING))?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            transaction
                .execute_unprepared("SET LOCAL statement_timeout = 0")
                .await
                .map_err(fault(DOING))?;
            transaction
                .execute_unprepared(LOCK)
                .await
                .map_err(fault(DOING))?;
        }
        let before = Migrator::get_pending_migrations_read_only(&transaction)
            .await
            .map_err(fault(DOING))?;
        Migrator::up(&transaction, steps)
            .await
            .map_err(fault(DOING))?;
        let after = Migrator::get_pending_migrations_read_only(&transaction)
            .await
            .map_err(fault(DOING))?
            .len();
        transaction.commit().await.map_err(fault(DOING))?;
        let run = before.len() - after;
        Ok(MigrationReport {
            applied: before
                .iter()
                .take(run)
                .map(|migration| migration.name().to_owned())
                .collect(),
        })
    }

    /// The names of the migrations that this program knows and the database lacks, oldest first. Writes nothing.
    ///
    /// # Errors
    /// A fault where the database can't be read, or where its schema is newer than this program.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, Fault> {
        let pending = Migrator::get_pending_migrations_read_only(self.reader())
            .await
            .map_err(|error| match error {
                // SeaORM says so where the database holds a migration that the program does not.
                sea_orm::DbErr::Custom(said) => Fault::new(
                    FaultKind::Unavailable,
                    "comparing the schema with this program, which is older than it",
                    said,
                ),
                other => fault("asking which migrations are pending")(other),
            })?;
        Ok(pending
            .iter()
            .map(|migration| migration.name().to_owned())
            .collect())
    }
}
