//! Opening the store: what goes wrong there, said with the way out.

use anyhow::{Context as _, bail};
use persistence::{Backend, DatabaseConfig, Setup, Store};

use crate::config::Config;

/// Connects, and brings the schema up to date: of a new database always, of an older one unless that is switched off.
///
/// # Errors
/// Where the database can't be reached, or its schema is not the program's and may not be changed.
pub async fn open_store(config: &Config, setup: Setup) -> anyhow::Result<Store> {
    open(config, &config.database_config(), setup).await
}

/// As [`open_store`], for a server, whose requests have a time limit.
///
/// # Errors
/// As [`open_store`].
pub async fn open_store_of_server(config: &Config, setup: Setup) -> anyhow::Result<Store> {
    open(config, &config.database_config_of_server(), setup).await
}

async fn open(config: &Config, database: &DatabaseConfig, setup: Setup) -> anyhow::Result<Store> {
    let store = connect_with(config, database, setup).await?;
    let pending = store
        .pending_migrations()
        .await
        .with_context(|| failed_to_read(config))?;
    if pending.is_empty() {
        return Ok(store);
    }
    if !config.auto_migrate && !store.is_new().await? {
        bail!(
            "the schema of the database {} is older than this program: {} migrations are pending, and auto_migrate is off. \
             Make a backup, then run `vitrine migrate`",
            config.database_url(),
            pending.len()
        );
    }
    let report = store
        .migrate()
        .await
        .context("bringing the schema of the database up to date")?;
    let (done, last) = (report.applied.len(), report.applied.last());
    if let Some(last) = last {
        tracing::info!(
            migrations = done,
            "brought the schema of the database to {last}, by {done} migrations"
        );
    }
    Ok(store)
}

/// Connects and leaves the schema as it is.
///
/// # Errors
/// Where the database can't be reached.
pub async fn connect(config: &Config, setup: Setup) -> anyhow::Result<Store> {
    connect_with(config, &config.database_config(), setup).await
}

async fn connect_with(
    config: &Config,
    database: &DatabaseConfig,
    setup: Setup,
) -> anyhow::Result<Store> {
    let url = config.database_url();
    let connected = Store::connect(database, setup).await;
    connected.with_context(|| {
        if url.as_str().starts_with("sqlite") {
            format!(
                "the database {url} can't be opened. Its folder must exist, or be one that can be made, and be writable; \
                 --data-dir or VITRINE_DATA_DIR chooses another"
            )
        } else {
            format!("the database {url} can't be reached. Check that its server runs, and the address (--database-url or VITRINE_DATABASE_URL)")
        }
    })
}

fn failed_to_read(config: &Config) -> String {
    format!(
        "the schema of the database {} can't be read",
        config.database_url()
    )
}

/// The database's name, for people.
#[must_use]
pub fn backend_name(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "SQLite",
        Backend::Postgres => "PostgreSQL",
    }
}
