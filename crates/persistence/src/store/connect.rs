//! Opening the connections: what the two databases have to be told once.

mod deadline;

use std::{
    hash::{BuildHasher, RandomState},
    path::Path,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use domain::outcome::{Fault, FaultKind};
use sea_orm::{
    DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector,
    sqlx::{
        self, Connection, Executor,
        pool::PoolOptions,
        postgres::{PgConnectOptions, Postgres},
        sqlite::{Sqlite, SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};

use self::deadline::Deadline;
use super::{
    reader::Pools,
    stamp::{Watch, Way},
};
use crate::{DatabaseConfig, fault::kind_of_sqlx};

const DOING: &str = "connecting to the database";

/// How many statements each connection keeps prepared.
const PREPARED: usize = 512;
/// How many rows SQLite's thread reads ahead of whoever takes them: those of a page, so that the two need not wait for each
/// other.
const ROWS: usize = 1024;
/// A connection that was idle for longer is tried before it is used.
const IDLE_BEFORE_PING: Duration = Duration::from_secs(5);

/// How many states of the catalogue are read at once on SQLite.
const SNAPSHOTS: u32 = 4;

/// The connections of a store.
pub(super) struct Connections {
    pub(super) reader: Pools,
    pub(super) writer: DatabaseConnection,
    pub(super) watch: Watch,
}

/// Opens readers and a writer. On PostgreSQL they are the same pool.
pub(super) async fn connect(
    config: &DatabaseConfig,
    statements: &Arc<AtomicU64>,
) -> Result<Connections, Fault> {
    if config.url.starts_with("sqlite:") {
        let writer = sqlite(config, Role::Writer).await?;
        let statement = counting(sqlite(config, Role::Reader).await?, statements);
        let snapshot = match config.statement_timeout {
            Some(_) => counting(sqlite(config, Role::Snapshots).await?, statements),
            None => statement.clone(),
        };
        let way = Way::Sqlite(Box::new(options_of_sqlite(config, Role::Reader)?));
        Ok(Connections {
            reader: Pools {
                statement,
                snapshot,
            },
            writer: counting(writer, statements),
            watch: Watch::new(way, statements),
        })
    } else if config.url.starts_with("postgres://") || config.url.starts_with("postgresql://") {
        let pool = counting(postgres(config).await?, statements);
        let of_pool = pool.get_postgres_connection_pool().connect_options();
        let way = Way::Postgres(Box::new((*of_pool).clone()));
        Ok(Connections {
            reader: Pools {
                statement: pool.clone(),
                snapshot: pool.clone(),
            },
            writer: pool,
            watch: Watch::new(way, statements),
        })
    } else {
        Err(unusable(
            "the address of a database begins with sqlite:// or postgres://",
        ))
    }
}

fn counting(mut connection: DatabaseConnection, statements: &Arc<AtomicU64>) -> DatabaseConnection {
    let statements = Arc::clone(statements);
    connection.set_metric_callback(move |_| {
        statements.fetch_add(1, Ordering::Relaxed);
    });
    connection
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// For single statements, which have a limit.
    Reader,
    /// For many statements that read one state, however long that takes.
    Snapshots,
    Writer,
}

/// WAL lets readers and the writer go on at the same time, also in several processes. With it `synchronous = FULL` makes
/// each commit wait for the disk: what was acknowledged survives a power cut. The writer is one connection, so that
/// within a process writers wait in line instead of trying again and again.
async fn sqlite(config: &DatabaseConfig, role: Role) -> Result<DatabaseConnection, Fault> {
    let options = options_of_sqlite(config, role)?;
    if role == Role::Writer {
        make_folder_of(options.get_filename())?;
    }
    let connections = match role {
        Role::Writer => 1,
        Role::Snapshots => SNAPSHOTS,
        Role::Reader => config.max_connections,
    };
    let mut pool = pool_options::<Sqlite>(config, connections);
    if let (Role::Reader, Some(time)) = (role, config.statement_timeout) {
        pool = limited(pool, Deadline::new(time));
    }
    let pool = match role {
        // Most servers never need it.
        Role::Snapshots => pool.connect_lazy_with(options),
        Role::Reader | Role::Writer => pool.connect_with(options).await.map_err(failed)?,
    };
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}

fn options_of_sqlite(config: &DatabaseConfig, role: Role) -> Result<SqliteConnectOptions, Fault> {
    let parsed = SqliteConnectOptions::from_str(&config.url).map_err(failed)?;
    // A store in memory would be another one in each connection.
    if config.url.contains(":memory:") || config.url.contains("mode=memory") {
        return Err(unusable(
            "the store needs a file: a SQLite database in memory can't be shared by its connections",
        ));
    }
    let options = parsed
        .create_if_missing(role == Role::Writer)
        .foreign_keys(true)
        .busy_timeout(config.busy_timeout)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .statement_cache_capacity(PREPARED)
        .row_buffer_size(ROWS)
        .pragma("temp_store", "MEMORY")
        .pragma(
            "cache_size",
            if role == Role::Writer {
                "-65536"
            } else {
                "-16384"
            },
        )
        // Of each connection, so that a process that reads a large catalogue through and through stays small.
        .pragma("mmap_size", "67108864")
        .pragma("journal_size_limit", "67108864");
    Ok(match role {
        Role::Writer => options,
        Role::Reader | Role::Snapshots => options.pragma("query_only", "ON"),
    })
}

/// Puts a limit on each use of a connection.
fn limited(pool: PoolOptions<Sqlite>, deadline: Deadline) -> PoolOptions<Sqlite> {
    let of_new = deadline.clone();
    pool.after_connect(move |connection, _| {
        let deadline = of_new.clone();
        Box::pin(async move { deadline.begin(connection).await })
    })
    .before_acquire(move |connection, meta| {
        let deadline = deadline.clone();
        Box::pin(async move {
            deadline.begin_again(connection).await?;
            if meta.idle_for >= IDLE_BEFORE_PING {
                connection.ping().await?;
            }
            Ok(true)
        })
    })
}

fn make_folder_of(file: &Path) -> Result<(), Fault> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            std::fs::create_dir_all(folder).map_err(|error| {
                Fault::new(
                    FaultKind::Unavailable,
                    "making the folder of the database",
                    error,
                )
            })
        }
        _ => Ok(()),
    }
}

/// Tells this store's connections from those of other processes.
fn own_name() -> String {
    let own: u64 = RandomState::new().hash_one(std::process::id());
    format!("vitrine-{own:016x}")
}

async fn postgres(config: &DatabaseConfig) -> Result<DatabaseConnection, Fault> {
    let mut options = PgConnectOptions::from_str(&config.url)
        .map_err(failed)?
        .application_name(&own_name())
        .statement_cache_capacity(PREPARED);
    if let Some(time) = config.statement_timeout {
        options = options.options([("statement_timeout", time.as_millis().to_string())]);
    }
    // Compiling a statement takes longer than any of ours runs, and planning it for the values of each call as long as
    // running it: what depends on a value so much that it needs a plan of its own stands in the text.
    let pool = pool_options::<Postgres>(config, config.max_connections)
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection
                    .execute(
                        "SET jit = off; SET plan_cache_mode = force_generic_plan; \
                         SET default_transaction_isolation = 'read committed'",
                    )
                    .await
                    .map(drop)
            })
        })
        .connect_with(options)
        .await
        .map_err(failed)?;
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}

fn pool_options<D: sqlx::Database>(config: &DatabaseConfig, connections: u32) -> PoolOptions<D> {
    PoolOptions::new()
        .max_connections(connections.max(1))
        .acquire_timeout(config.acquire_timeout)
        .test_before_acquire(false)
        .before_acquire(|connection: &mut D::Connection, meta| {
            Box::pin(async move {
                if meta.idle_for >= IDLE_BEFORE_PING {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
}

fn failed(error: sqlx::Error) -> Fault {
    let kind = match kind_of_sqlx(&error) {
        FaultKind::Bug | FaultKind::Timeout => FaultKind::Unavailable,
        known => known,
    };
    Fault::new(kind, DOING, error)
}

fn unusable(why: &'static str) -> Fault {
    Fault::new(FaultKind::Unavailable, DOING, why)
}
