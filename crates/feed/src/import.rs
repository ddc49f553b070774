//! Reads feeds into a store: first every line by itself, without touching the store, then one transaction.
//!
//! The first pass reads and checks each line alone, notes its keys and spools it by kind; so broken files are refused,
//! and repeats found, before the store's write lock is taken. The second pass takes the kinds in their order, each
//! record meets what is stored, and what differs is written in batches. Memory holds a batch and the small kinds
//! (everything but products, prices and stock), whatever the length of the files.

mod apply;
mod batches;
mod categories;
mod check;
mod claims;
mod declare;
mod products;
mod progress;
mod small;
mod stock_and_prices;
mod tally;
mod tree;

use std::io;

use domain::outcome::Fault;
use persistence::{Actor, Store, Transaction};
use tokio::task::JoinError;

pub use crate::{csv::Wishes, source::Input};
pub use declare::{Declared, declare};
pub use progress::{Progress, Silent, Stage};

use crate::{csv::Settings, report::Report};
pub use tally::Ending;
use tally::Tally;

/// Formats of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    JsonLines,
    /// A price list or a stock list.
    Csv,
    /// The product file that Shopify exports.
    ShopifyCsv,
}

/// How files are to be read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// None: each file's name and beginning tell.
    pub format: Option<Format>,
    /// What CSV files don't say.
    pub csv: Wishes,
}

/// How an import goes about it.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Applies the good lines and lists the bad ones, instead of applying nothing where one is refused.
    pub skip_invalid: bool,
    /// Finds out what would happen, and writes nothing.
    pub dry_run: bool,
    /// How many issues are kept for the report; all are counted.
    pub issue_limit: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            skip_invalid: false,
            dry_run: false,
            issue_limit: 100,
        }
    }
}

/// Why an import ended without an outcome. Nothing was applied.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file can't be opened.
    #[error("{name} can't be opened: {cause}")]
    Open {
        /// The file's name, as given.
        name: String,
        /// Why.
        cause: io::Error,
    },
    /// The folder for temporary files can't be written to, or is full.
    #[error("the temporary files of the import can't be written or read")]
    Temporary(#[source] io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] Fault),
    /// A mistake of ours.
    #[error("the reader of the feed ended unexpectedly")]
    Reader(#[from] JoinError),
}

/// An import that has run, and is not committed.
pub struct Opened {
    /// What it did, or would do.
    pub report: Report,
    /// Holds what was applied; dropping it undoes that. None: there is nothing to commit.
    pub transaction: Option<Transaction>,
}

/// An import into a store.
pub struct Import<'a, P> {
    /// Where to.
    pub store: &'a Store,
    /// Who imports, for the audit.
    pub actor: &'a Actor,
    /// How.
    pub options: Options,
    /// Is told how far it is.
    pub progress: P,
}

impl<P: Progress + Clone> Import<'_, P> {
    /// Reads the inputs, in order, as one feed; what each is, its name and its beginning tell.
    ///
    /// # Errors
    /// As [`Import::run_as`].
    pub async fn run(self, inputs: Vec<Input>) -> Result<Report, ImportError> {
        self.run_as(inputs, Reading::default()).await
    }

    /// Reads the inputs, in order, as one feed.
    ///
    /// # Errors
    /// [`ImportError`] where no outcome was reached. Refused lines are no error: the report lists them.
    pub async fn run_as(self, inputs: Vec<Input>, reading: Reading) -> Result<Report, ImportError> {
        let store = self.store;
        let opened = self.open(inputs, reading).await?;
        if let Some(transaction) = opened.transaction {
            transaction.commit().await?;
            if opened.report.changed_many() {
                store.analyze().await?;
            }
        }
        Ok(opened.report)
    }

    /// As [`Import::run_as`], but leaves it to the caller to commit what was applied, together with something else.
    ///
    /// # Errors
    /// As [`Import::run_as`].
    pub async fn open(self, inputs: Vec<Input>, reading: Reading) -> Result<Opened, ImportError> {
        let settings = Settings::resolve(&reading.csv, &*self.store.reference().await?);
        let mut tally = Tally::new(
            inputs.iter().map(Input::name).collect(),
            self.options.issue_limit,
        );
        let progress = self.progress.clone();
        let checked = tokio::task::spawn_blocking(move || {
            let outcome = check::check(inputs, reading.format, &settings, &mut tally, &progress);
            (tally, outcome)
        })
        .await?;
        let (mut tally, outcome) = checked;
        let checked = outcome?;
        let transaction = self.store.begin(self.actor).await?;
        let applied = apply::apply(
            transaction,
            checked,
            &mut tally,
            self.options,
            &self.progress,
        )
        .await?;
        Ok(Opened {
            report: tally.into_report(applied.is_some()),
            transaction: applied,
        })
    }
}
