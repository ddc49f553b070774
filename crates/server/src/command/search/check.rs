//! `vitrine search check`: every document against the catalogue.

use std::{fmt::Write as _, process::ExitCode};

use anyhow::Context as _;
use persistence::search::SearchTaskKind;
use uuid::Uuid;

use super::super::{index_work, output};
use crate::{config::Config, indexer::Differences};

/// Compare every document of the search index with the catalogue
///
/// What was merely on its way into the index is waited for and not reported. With a server running, the server does it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit status: 0 nothing differs, or all was mended; 1 something differs.

Examples:
  vitrine search check
  vitrine search check --repair")]
pub(in super::super) struct Check {
    /// Mend what differs
    #[arg(long)]
    repair: bool,
}

/// How many products of a kind are named.
const NAMED: usize = 20;

impl Check {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let kind = if self.repair {
            SearchTaskKind::Repair
        } else {
            SearchTaskKind::Check
        };
        let answer = index_work::run(config, kind).await?;
        let found: Differences =
            serde_json::from_str(&answer).context("reading what the comparison found")?;
        output::print(&told(&found))?;
        Ok(if found.is_empty() || found.mended {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

fn told(found: &Differences) -> String {
    if found.is_empty() {
        return format!("{} products, and nothing differs.\n", found.products);
    }
    let mut text = format!("{} products; {} differ:\n", found.products, found.count());
    let kinds = [
        ("missing in the index", &found.missing),
        ("in the index and not in the catalogue", &found.ghosts),
        ("other than in the catalogue", &found.stale),
    ];
    for (what, products) in kinds
        .into_iter()
        .filter(|(_, products)| !products.is_empty())
    {
        let named: Vec<String> = products.iter().take(NAMED).map(Uuid::to_string).collect();
        let more = if products.len() > NAMED { ", …" } else { "" };
        writeln!(
            text,
            "  {} {what}: {}{more}",
            products.len(),
            named.join(", ")
        )
        .expect("writing to a String does not fail");
    }
    text.push_str(if found.mended {
        "All of them were mended.\n"
    } else {
        "`vitrine search check --repair` mends them.\n"
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_told_by_kind_and_named_up_to_a_point() {
        let found = Differences {
            products: 40,
            missing: vec![Uuid::from_u128(1)],
            stale: (0..21).map(Uuid::from_u128).collect(),
            ..Differences::default()
        };
        let text = told(&found);
        assert!(text.starts_with("40 products; 22 differ:\n  1 missing in the index: 00000000-0000-0000-0000-000000000001\n"));
        assert!(text.contains("  21 other than in the catalogue: "));
        assert!(text.ends_with("000013, …\n`vitrine search check --repair` mends them.\n"));
        assert_eq!(
            told(&Differences::default()),
            "0 products, and nothing differs.\n"
        );
    }
}
