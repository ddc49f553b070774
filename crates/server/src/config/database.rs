//! The connection to the database.

use std::{
    num::{NonZeroU32, NonZeroU64},
    time::Duration,
};

use serde::Deserialize;

/// How the database is used; which one it is says `database_url`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSettings {
    /// At most how many connections are open at once.
    pub max_connections: NonZeroU32,
    acquire_timeout_seconds: NonZeroU64,
}

impl DatabaseSettings {
    /// How long is waited for a connection, a new one or one that others use.
    #[must_use]
    pub fn acquire_timeout(&self) -> Duration {
        Duration::from_secs(self.acquire_timeout_seconds.get())
    }
}
