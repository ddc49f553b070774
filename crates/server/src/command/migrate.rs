//! `vitrine migrate`: the schema of the database.

use std::process::ExitCode;

use anyhow::Context as _;

use super::output;
use crate::{config::Config, store::connect, system};

/// Bring the schema of the database up to date
///
/// Every command does so by itself, unless that is switched off and the database isn't new. All that is missing is
/// done in one transaction, or nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vitrine migrate --status                         exit status 1 if something is missing
  vitrine migrate")]
pub(super) struct Migrate {
    /// Only say what is missing
    #[arg(long)]
    status: bool,
}

impl Migrate {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let store = connect(config, system::setup()).await?;
        let (names, none, some) = if self.status {
            let pending = store
                .pending_migrations()
                .await
                .context("reading the schema of the database")?;
            (pending, "The schema is up to date.", "pending")
        } else {
            let report = store
                .migrate()
                .await
                .context("bringing the schema of the database up to date")?;
            (report.applied, "The schema is up to date already.", "done")
        };
        store.close().await;
        if names.is_empty() {
            output::print(&format!("{none}\n"))?;
        }
        for name in &names {
            output::print(&format!("{some}: {name}\n"))?;
        }
        let missing = self.status && !names.is_empty();
        Ok(if missing {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        })
    }
}
