//! `vitrine export`: the catalogue as a feed.

mod file;

use std::{
    io::{BufWriter, ErrorKind, stdout},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use feed::export::ExportError;

use super::{output, progress::Shown};
use crate::{config::Config, store::open_store, system};

/// How much is written at once, in bytes.
const BUFFER: usize = 256 * 1024;

/// Write the catalogue out as a feed
///
/// Imported into an empty store, the feed gives the same catalogue. It is one snapshot, whatever is changed meanwhile.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vitrine export catalogue.jsonl
  vitrine export backup.jsonl.gz                   gzipped, as the name says
  vitrine export | grep '\"type\":\"product\"'")]
pub(super) struct Export {
    /// File to write, gzipped if its name ends in .gz; standard output if there is none. It appears when it is whole
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Export {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let store = open_store(config, system::setup()).await?;
        let progress = Shown::new();
        let outcome = match self.file {
            Some(path) => {
                // Ctrl-C leaves no half file behind: what was begun is dropped, and deletes itself.
                let written = tokio::select! {
                    written = file::write(&store, &path, &progress) => Some(written),
                    _ = tokio::signal::ctrl_c() => None,
                };
                progress.finish();
                match written {
                    Some(written) => written.map(|records| {
                        output::say(&format!(
                            "{records} records were written to {}.",
                            path.display()
                        ));
                        ExitCode::SUCCESS
                    }),
                    None => Ok(ExitCode::from(130)),
                }
            }
            None => {
                let mut writer = BufWriter::with_capacity(BUFFER, stdout());
                let written = feed::export(&store, &mut writer, &progress).await;
                progress.finish();
                match written {
                    Ok(records) => {
                        output::say(&format!("{records} records were written."));
                        Ok(ExitCode::SUCCESS)
                    }
                    // As after `| head`: whoever reads has enough.
                    Err(ExportError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => {
                        // What is left in the buffer has nowhere to go.
                        drop(writer.into_parts());
                        Ok(ExitCode::FAILURE)
                    }
                    Err(error) => Err(error).context("the feed on standard output is not whole"),
                }
            }
        };
        store.close().await;
        outcome
    }
}
