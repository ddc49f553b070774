//! Which database, and how it is used: plain data, filled in by the server's configuration.

use std::time::Duration;

/// Settings of the connection to the database.
#[derive(Clone, Debug)]
pub struct DatabaseConfig {
    /// `sqlite://data/vitrine.db` (a file, made when it is missing, its folder too) or `postgres://user@host/database`.
    pub url: String,
    /// At most how many connections are open at once; on SQLite this many readers, and one writer beside them.
    pub max_connections: u32,
    /// How long a caller waits for a connection before it fails.
    pub acquire_timeout: Duration,
    /// How long a statement that reads may take before the database stops it. Writes are not cut off, nor is reading one
    /// state of the catalogue at length, as exports do. None: as long as it takes.
    pub statement_timeout: Option<Duration>,
    /// SQLite: how long a writer waits for the writer of another process before it fails. On both databases a mutation waits
    /// half as long for what another writer holds, such as an import.
    pub busy_timeout: Duration,
    /// About how many bytes of products' variants and prices are kept in memory, for as long as their version stands.
    pub kept_bytes: u64,
}

impl DatabaseConfig {
    /// The defaults for a database: 8 connections, 30 seconds for one, 10 seconds for another process's writer, 128 MiB
    /// of products in memory.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            max_connections: 8,
            acquire_timeout: Duration::from_secs(30),
            statement_timeout: None,
            busy_timeout: Duration::from_secs(10),
            kept_bytes: 128 * 1024 * 1024,
        }
    }
}
