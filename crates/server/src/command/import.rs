//! `vitrine import`: feeds into the store.

mod report;

use std::{io::stdin, path::PathBuf, process::ExitCode};

use clap::ValueEnum;
use feed::{
    Import as Importing, ImportError, Options, Report, Wishes,
    import::{Format as FeedFormat, Input, Reading},
};
use persistence::Actor;

use super::{output, progress::Shown};
use crate::{config::Config, store::open_store, system};

/// Load catalogue feeds: all of the files, or nothing where a line is refused
///
/// A feed is JSON Lines, one record a line. Records are found by their keys: what is new is created, what differs is updated,
/// what is equal is left alone, so that the same file twice changes nothing.
///
/// CSV files are taken too: Shopify's product export, and flat lists of prices (sku,price) and stock (sku,location,quantity).
/// Their columns are described in docs/import-csv.md. Any file may be gzipped.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit status: 0 all applied, 1 refused and nothing applied, 2 wrong usage, 3 applied with lines skipped.

Examples:
  vitrine import catalogue.jsonl.gz
  vitrine import --dry-run catalogue.jsonl         what would be created, updated, left alone
  vitrine import products.jsonl prices.jsonl       several files as one feed
  vitrine import products_export.csv --currency EUR
                                                   a Shopify shop's products
  vitrine import prices.csv stock.csv              flat lists; --currency, --location fill what they don't say
  gunzip -c feed.jsonl.gz | vitrine import -       from standard input")]
pub(super) struct Import {
    /// Feed files, in order; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Apply the good lines and list the refused ones, instead of applying nothing
    #[arg(long)]
    skip_invalid: bool,
    /// Say what would be created, updated and left alone, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Say at most this many errors; all are counted
    #[arg(long, value_name = "N", default_value_t = 100)]
    max_errors: usize,
    /// Format of the files [default: as each file's name and first line tell]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Currency of the prices in CSV files, such as EUR [default: the channel's]
    #[arg(long, value_name = "CODE", help_heading = "CSV files")]
    currency: Option<String>,
    /// Channel in which a CSV file's products are published [default: the default or only channel; a new store gets one]
    #[arg(long, value_name = "CODE", help_heading = "CSV files")]
    channel: Option<String>,
    /// Location of the stock in CSV files, by code or name [default: the only one; a new store gets one]
    #[arg(long, value_name = "LOCATION", help_heading = "CSV files")]
    location: Option<String>,
}

/// Formats of feeds.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
    /// A flat price list, stock list, or both: sku,price,… sku,location,quantity
    Csv,
    /// The product file that a Shopify store exports
    ShopifyCsv,
}

impl From<Format> for FeedFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Jsonl => Self::JsonLines,
            Format::Csv => Self::Csv,
            Format::ShopifyCsv => Self::ShopifyCsv,
        }
    }
}

impl Import {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        if self
            .files
            .iter()
            .filter(|file| file.as_os_str() == "-")
            .count()
            > 1
        {
            output::say("vitrine: standard input can be read only once");
            return Ok(WRONG_USAGE.into());
        }
        let store = open_store(config, system::setup()).await?;
        let progress = Shown::new();
        let options = Options {
            skip_invalid: self.skip_invalid,
            dry_run: self.dry_run,
            issue_limit: self.max_errors,
        };
        let actor = Actor::command_line();
        let import = Importing {
            store: &store,
            actor: &actor,
            options,
            progress: progress.clone(),
        };
        let reading = Reading {
            format: self.format.map(Into::into),
            csv: Wishes {
                currency: self.currency,
                channel: self.channel,
                location: self.location,
                default_channel: config.default_channel.clone(),
                default_locale: Some(config.default_locale.clone()),
            },
        };
        let outcome = import
            .run_as(self.files.into_iter().map(input).collect(), reading)
            .await;
        progress.finish();
        // Servers beside this program are told at once; they find it anyway a little later.
        if let Err(fault) = store.tell_others().await {
            tracing::debug!("servers were not told of the import: {fault}");
        }
        store.close().await;
        let report = match outcome {
            Ok(report) => report,
            Err(error @ ImportError::Open { .. }) => {
                output::complain(&error.into());
                return Ok(WRONG_USAGE.into());
            }
            Err(error) => return Err(anyhow::Error::new(error).context("nothing was applied")),
        };
        report::tell(&report, options)?;
        Ok(status(&report, options).into())
    }
}

const WRONG_USAGE: u8 = 2;

fn input(file: PathBuf) -> Input {
    if file.as_os_str() == "-" {
        Input::Stream {
            name: String::from("-"),
            reader: Box::new(stdin()),
        }
    } else {
        Input::File(file)
    }
}

/// A dry run ends as the real one would.
fn status(report: &Report, options: Options) -> u8 {
    if report.lines_refused == 0 {
        0
    } else if report.applied || (options.dry_run && options.skip_invalid) {
        3
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_tells_refused_from_skipped() {
        let report = |lines_refused, applied| Report {
            lines_refused,
            applied,
            ..Report::default()
        };
        let options = |skip_invalid, dry_run| Options {
            skip_invalid,
            dry_run,
            issue_limit: 1,
        };
        assert_eq!(status(&report(0, true), options(false, false)), 0);
        assert_eq!(status(&report(0, false), options(false, true)), 0);
        assert_eq!(status(&report(2, false), options(false, false)), 1);
        assert_eq!(status(&report(2, false), options(false, true)), 1);
        assert_eq!(status(&report(2, true), options(true, false)), 3);
        assert_eq!(status(&report(2, false), options(true, true)), 3);
    }
}
