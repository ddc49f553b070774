//! `vitrine search`: is the index right, and how good is it?

mod check;
mod evaluate;

use std::process::ExitCode;

use crate::config::Config;

/// Look into the search index: is it right, and how good are its answers?
#[derive(Debug, clap::Subcommand)]
pub(super) enum SearchCommand {
    Check(check::Check),
    Evaluate(evaluate::Evaluate),
}

impl SearchCommand {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        match self {
            Self::Check(check) => check.run(config).await,
            Self::Evaluate(evaluate) => evaluate.run(config).await,
        }
    }
}
