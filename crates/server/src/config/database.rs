//! The connection to the database.

use std::num::NonZeroU32;

use serde::Deserialize;

/// How the database is used; which one it is says `database_url`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSettings {
    /// At most how many connections are open at once.
    pub max_connections: NonZeroU32,
}
