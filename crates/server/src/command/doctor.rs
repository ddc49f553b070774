//! `vitrine doctor`: is everything as it should be?

use std::{fmt::Write as _, process::ExitCode};

use anyhow::Context as _;
use persistence::{Finding, Store};
use search::Health;

use super::output;
use crate::{
    config::Config,
    store::{backend_name, connect},
    system,
};

/// Look the store over: its schema, its file, and what must hold in it
///
/// Changes nothing. It reads the whole catalogue, so it takes its time on a large one.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit status: 0 all is well; 1 something was found.")]
pub(super) struct Doctor {}

impl Doctor {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let Self {} = self;
        let mut well = true;
        let store = connect(config, system::setup()).await?;
        store.ping().await.context("the database does not answer")?;
        output::print(&format!(
            "database      {} at {}\n",
            backend_name(store.backend()),
            config.database_url()
        ))?;

        let pending = store
            .pending_migrations()
            .await
            .context("reading the schema of the database")?;
        if pending.is_empty() {
            output::print("schema        current\n")?;
            output::print(&counts(&store).await?)?;
            let findings = store.inspect().await?;
            well &= findings.is_empty();
            output::print(&told(&findings))?;
        } else {
            well = false;
            output::print(&format!(
                "schema        {} migrations are pending: run `vitrine migrate`\n",
                pending.len()
            ))?;
        }
        let health = crate::indexer::open(config)?.health().await;
        output::print(&search_line(config, &health))?;
        well &= health.is_good();
        store.close().await;
        Ok(if well {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

async fn counts(store: &Store) -> anyhow::Result<String> {
    let counts = store.counts().await?;
    let counts: Vec<String> = counts
        .iter()
        .map(|(table, count)| format!("{count} {}", table.replace('_', " ")))
        .collect();
    Ok(format!("rows          {}\n", counts.join(", ")))
}

fn told(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return String::from("catalogue     all is well\n");
    }
    findings.iter().fold(String::new(), |mut text, finding| {
        let more = if finding.more { ", …" } else { "" };
        writeln!(
            text,
            "FOUND         {}: {}{more}",
            finding.what,
            finding.examples.join(", ")
        )
        .expect("writing to a String does not fail");
        text
    })
}

fn search_line(config: &Config, health: &Health) -> String {
    match health {
        Health::Embedded => String::from("search        embedded\n"),
        Health::Reachable { .. } => format!("search        {health} at {}\n", config.search_url),
        Health::Unreachable { .. } => format!(
            "FOUND         the search index at {} is not reachable: {health}\n",
            config.search_url
        ),
    }
}
