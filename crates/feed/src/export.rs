//! Writes the catalogue as a feed, in the one order that the format gives, from one snapshot of the store.

mod line;
mod product;
mod reference;
mod relative;

use std::io::{self, Write};

use domain::{outcome::Fault, text::Code};
use persistence::Store;
use serde::Serialize;

use crate::import::{Progress, Stage};

/// How many categories or products are held at once.
const BATCH: u64 = 500;

/// Why an export ended early. What was written so far is incomplete.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] Fault),
    /// The feed can't be written any further.
    #[error("the feed can't be written")]
    Write(#[from] io::Error),
}

/// Writes everything and tells how many records there were. Memory holds one batch.
///
/// # Errors
/// [`ExportError`]; what was written so far is incomplete then.
pub async fn export(
    store: &Store,
    writer: &mut (impl Write + Send),
    progress: &impl Progress,
) -> Result<u64, ExportError> {
    progress.begin(Stage::Exporting, None);
    let mut out = Out {
        writer,
        progress,
        records: 0,
    };
    let snapshot = store.snapshot().await?;
    let reference = snapshot.reference().await?;
    reference::write(&reference, &mut out)?;
    let mut after: Option<Code> = None;
    loop {
        let batch = snapshot.categories_after(after.as_ref(), BATCH).await?;
        let Some(last) = batch.last() else { break };
        after = Some(last.value.code.clone());
        for category in &batch {
            out.line(&line::category(&category.value))?;
        }
    }
    let mut after: Option<Code> = None;
    loop {
        let batch = snapshot
            .products_after(after.as_ref(), BATCH, &reference)
            .await?;
        let Some(last) = batch.last() else { break };
        after = Some(last.value.code.clone());
        for stored in &batch {
            out.line(&product::product(&stored.value, &reference))?;
        }
    }
    out.writer.flush()?;
    Ok(out.records)
}

struct Out<'a, W, P> {
    writer: &'a mut W,
    progress: &'a P,
    records: u64,
}

impl<W: Write, P: Progress> Out<'_, W, P> {
    fn line(&mut self, record: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut *self.writer, record)?;
        self.writer.write_all(b"\n")?;
        self.records += 1;
        self.progress.advance(1);
        Ok(())
    }
}
