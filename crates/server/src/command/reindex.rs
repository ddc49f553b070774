//! `vitrine reindex`: the search index, built anew.

use std::process::ExitCode;

use persistence::search::SearchTaskKind;

use super::{index_work, output};
use crate::config::Config;

/// Build the search index anew, beside the one in use
///
/// Searches go on meanwhile. What changes meanwhile is caught up with, the counts are compared, and then the new index
/// takes the place of the old one in one step; the old one is kept for --rollback. A build that was interrupted goes on
/// where it was. With a server running, the server does it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vitrine reindex
  vitrine reindex --rollback       the index before the last reindex again")]
pub(super) struct Reindex {
    /// Take the index back that was in use before the last reindex; what changed since is caught up with
    #[arg(long)]
    rollback: bool,
}

impl Reindex {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let kind = if self.rollback {
            SearchTaskKind::Rollback
        } else {
            SearchTaskKind::Reindex
        };
        let answer = index_work::run(config, kind).await?;
        let (text, status) = match (self.rollback, answer.as_str()) {
            (true, "true") => (
                String::from("The index from before is in use again.\n"),
                ExitCode::SUCCESS,
            ),
            (true, _) => (
                String::from("There is no index from before.\n"),
                ExitCode::FAILURE,
            ),
            (false, products) => (
                format!("Indexed {products} products anew.\n"),
                ExitCode::SUCCESS,
            ),
        };
        output::print(&text)?;
        Ok(status)
    }
}
