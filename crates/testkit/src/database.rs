//! Databases for tests: each test has its own, a copy of one that was migrated once per process.
//!
//! [`on_each_database!`](crate::on_each_database) makes one test per database of an `async fn(TestDatabase)`. SQLite
//! always runs. PostgreSQL runs where `VITRINE_TEST_POSTGRES` names a server on which databases may be made
//! (`eval "$(dev/services up)"` sets it); without it the test says that it was left out, and with `CI=true` it fails.

mod postgres;
mod sqlite;

use std::sync::Arc;

use domain::clock::Clock;
use persistence::{Backend, DatabaseConfig, Setup, Store};

use crate::time::{self, StandingClock};

/// A migrated, empty database that only this test knows. Its end takes it away.
pub struct TestDatabase {
    url: String,
    backend: Backend,
    setup: Setup,
    clock: Arc<StandingClock>,
    // Dropped last: it deletes what the others use.
    _guard: Guard,
}

#[expect(dead_code, reason = "they are kept for what their end does")]
enum Guard {
    Sqlite(tempfile::TempDir),
    Postgres(postgres::Guard),
}

impl TestDatabase {
    /// A SQLite database in a temporary folder.
    ///
    /// # Panics
    /// Where it can't be made.
    pub async fn sqlite() -> Self {
        let (url, folder) = sqlite::copy_of_template().await;
        Self::new(url, Backend::Sqlite, Guard::Sqlite(folder))
    }

    /// A PostgreSQL database. None: `VITRINE_TEST_POSTGRES` is not set, which was said on standard error.
    ///
    /// # Panics
    /// Where it can't be made, and where the variable is not set although `CI` is `true`.
    pub async fn postgres() -> Option<Self> {
        let server = postgres::server()?;
        let (url, guard) = postgres::copy_of_template(&server).await;
        Some(Self::new(url, Backend::Postgres, Guard::Postgres(guard)))
    }

    /// The same without tables: for tests of migrations.
    ///
    /// # Panics
    /// As [`TestDatabase::sqlite`].
    pub async fn empty_sqlite() -> Self {
        let (url, folder) = sqlite::empty().await;
        Self::new(url, Backend::Sqlite, Guard::Sqlite(folder))
    }

    /// The same without tables: for tests of migrations.
    ///
    /// # Panics
    /// As [`TestDatabase::postgres`].
    pub async fn empty_postgres() -> Option<Self> {
        let server = postgres::server()?;
        let (url, guard) = postgres::empty(&server).await;
        Some(Self::new(url, Backend::Postgres, Guard::Postgres(guard)))
    }

    fn new(url: String, backend: Backend, guard: Guard) -> Self {
        let (setup, clock) = time::setup();
        Self {
            url,
            backend,
            setup,
            clock,
            _guard: guard,
        }
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Its address, for a server's configuration.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How to connect to it, with few connections, since many tests run at once.
    #[must_use]
    pub fn config(&self) -> DatabaseConfig {
        DatabaseConfig {
            max_connections: 4,
            ..DatabaseConfig::new(&self.url)
        }
    }

    /// A clock that stands still and identifiers that count, shared by all stores of this database.
    #[must_use]
    pub fn setup(&self) -> Setup {
        self.setup.clone()
    }

    /// The clock, to move it.
    #[must_use]
    pub fn clock(&self) -> &StandingClock {
        &self.clock
    }

    /// What the clock says.
    #[must_use]
    pub fn now(&self) -> domain::clock::Timestamp {
        self.clock.now()
    }

    /// A store on it, with connections of its own.
    ///
    /// # Panics
    /// Where it can't be opened.
    pub async fn store(&self) -> Store {
        Store::connect(&self.config(), self.setup())
            .await
            .expect("the database was made a moment ago")
    }

    /// Runs statements behind the store's back.
    ///
    /// # Errors
    /// The database's, in its own words: a test may be after them.
    pub async fn execute(&self, sql: &str) -> Result<u64, sea_orm::DbErr> {
        use sea_orm::ConnectionTrait;
        let connection = connect(&self.url).await?;
        let done = connection.execute_unprepared(sql).await;
        connection.close().await?;
        done.map(|done| done.rows_affected())
    }

    /// The first columns of the rows of a query, as text: NULL is an empty text.
    ///
    /// # Panics
    /// Where the query fails.
    pub async fn column(&self, sql: &str) -> Vec<String> {
        use sea_orm::{ConnectionTrait, Statement};
        let connection = connect(&self.url)
            .await
            .expect("the database was made a moment ago");
        let query = format!("SELECT CAST(asked.* AS TEXT) FROM ({sql}) AS asked (answer)");
        let query = match self.backend {
            Backend::Postgres => query.replace("asked.*", "asked.answer"),
            Backend::Sqlite => sql.to_owned(),
        };
        let statement = Statement::from_string(connection.get_database_backend(), query);
        let rows = connection
            .query_all_raw(statement)
            .await
            .expect("the query is right");
        let answers = rows.iter().map(text).collect();
        connection.close().await.expect("closing does not fail");
        answers
    }
}

/// SQLite gives a value in the type that it has.
fn text(row: &sea_orm::QueryResult) -> String {
    if let Ok(text) = row.try_get_by_index::<Option<String>>(0) {
        return text.unwrap_or_default();
    }
    row.try_get_by_index::<i64>(0)
        .map(|number| number.to_string())
        .expect("a test asks for text or whole numbers")
}

async fn connect(url: &str) -> Result<sea_orm::DatabaseConnection, sea_orm::DbErr> {
    #[expect(
        clippy::disallowed_methods,
        reason = "this goes behind the store's back on purpose"
    )]
    sea_orm::Database::connect(
        sea_orm::ConnectOptions::new(url)
            .max_connections(1)
            .to_owned(),
    )
    .await
}

/// Makes two tests of each `async fn(TestDatabase)`: one on SQLite, one on PostgreSQL.
///
/// ```ignore
/// testkit::on_each_database! {
///     /// What is remarkable about it.
///     async fn a_saved_location_is_read_back(database: TestDatabase) { drop(database) }
/// }
/// ```
#[macro_export]
macro_rules! on_each_database {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident: TestDatabase) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "what a test uses is its own affair")]
            use super::*;

            async fn test($database: $crate::database::TestDatabase) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                test($crate::database::TestDatabase::sqlite().await).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(database) = $crate::database::TestDatabase::postgres().await {
                    test(database).await;
                }
            }
        }
    )+};
}
