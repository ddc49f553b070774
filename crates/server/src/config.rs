//! The settings of a server: where each comes from, what it means and what it may be.
//!
//! Defaults are the file `config/default.toml`, which is embedded; over them go `vitrine.toml`, the environment and flags
//! ([`Layers`]). A key that isn't known is refused wherever it stands. Nothing else in the program reads the environment.

mod address;
mod auth;
mod caching;
mod cors;
mod database;
mod documents;
mod error;
mod layers;
mod limits;
mod log;
mod parsed;
mod rate;
mod server;
mod subscriptions;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use domain::{locale::Locale, text::Code};
use persistence::DatabaseConfig;
use search::SearchConfig;
use serde::Deserialize;

pub use self::{
    address::{DatabaseUrl, ListenAddress},
    auth::{AuthSettings, ClaimSettings, JwtSettings, Secret, TokenAlgorithm},
    caching::CachingSettings,
    cors::CorsSettings,
    database::DatabaseSettings,
    documents::DocumentSettings,
    error::ConfigError,
    layers::{Flags, Layers},
    limits::LimitSettings,
    log::{LogFormat, LogSettings},
    rate::RateSettings,
    server::ServerSettings,
    subscriptions::SubscriptionSettings,
};

/// All settings, with their defaults filled in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the server listens.
    pub listen: ListenAddress,
    /// The folder of this server's own files.
    pub data_dir: PathBuf,
    /// Where the catalogue is. None: a SQLite file in `data_dir`.
    pub database_url: Option<DatabaseUrl>,
    /// Where the search index is.
    #[serde(default, deserialize_with = "parsed::search")]
    pub search_url: SearchConfig,
    /// What the names of the indexes in an Elasticsearch begin with.
    #[serde(deserialize_with = "parsed::prefix")]
    pub search_prefix: String,
    /// The memory for answers of the embedded search index, in bytes; 0: none are kept.
    pub search_cache_bytes: u64,
    /// Whether an older schema is brought up to date without being asked.
    pub auto_migrate: bool,
    /// The language of texts that aren't translations.
    #[serde(deserialize_with = "parsed::locale")]
    pub default_locale: Locale,
    /// The channel of requests that name none. None: the only one, or the lowest code.
    #[serde(default, deserialize_with = "parsed::channel")]
    pub default_channel: Option<Code>,
    /// The documents that clients may name instead of sending them: a manifest, or a folder of them. None: there are none.
    #[serde(default)]
    pub persisted_documents: Option<PathBuf>,
    /// How it is told who sends a request.
    pub auth: AuthSettings,
    /// The connection to the database.
    pub database: DatabaseSettings,
    /// Time-outs and connections.
    pub server: ServerSettings,
    /// WebSockets and streams of events.
    pub subscriptions: SubscriptionSettings,
    /// What one request may ask for.
    pub limits: LimitSettings,
    /// Which documents are run.
    pub documents: DocumentSettings,
    /// How long caches may keep answers.
    pub caching: CachingSettings,
    /// Which sites' pages may ask.
    pub cors: CorsSettings,
    /// How much may be asked in a time.
    pub rate_limits: RateSettings,
    /// What is logged, and how.
    pub log: LogSettings,
}

pub(crate) use self::{
    auth::safe_address,
    rate::{RateQuota, SharedRates},
};

impl Config {
    /// Puts the layers over each other.
    ///
    /// # Errors
    /// Where a file can't be read, a key isn't known, or a value isn't one of those that it may be. The error names the
    /// file, variable or flag and the key, and never shows a password.
    pub fn load(layers: &Layers) -> Result<Self, ConfigError> {
        layers.extract()
    }

    /// Where the catalogue is, the default filled in.
    #[must_use]
    pub fn database_url(&self) -> DatabaseUrl {
        self.database_url
            .clone()
            .unwrap_or_else(|| DatabaseUrl::sqlite_in(&self.data_dir))
    }

    /// The settings of a server's store: what takes longer than a request may is stopped in the database too.
    #[must_use]
    pub fn database_config_of_server(&self) -> DatabaseConfig {
        let mut config = self.database_config();
        config.statement_timeout = Some(self.server.request_timeout());
        config
    }

    /// The settings of the store.
    #[must_use]
    pub fn database_config(&self) -> DatabaseConfig {
        let mut config = DatabaseConfig::new(self.database_url().as_str());
        config.max_connections = self.database.max_connections.get();
        config.acquire_timeout = self.database.acquire_timeout();
        config
    }
}
