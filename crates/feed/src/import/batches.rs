//! Reads a spool on a thread of its own, so that parsing the next batch goes on while the database takes this one.

use std::{collections::HashMap, io};

use tokio::sync::mpsc;

use super::ImportError;
use crate::{
    keys::Place,
    record::{Kind, Record},
    spool::{Kept, Spool},
};

/// Records in a batch of products, prices or stock.
const BATCH: usize = 500;

/// Records that are applied together.
#[derive(Default)]
pub(super) struct Batch {
    /// In the order of the feed.
    pub(super) records: Vec<(Place, Record)>,
    /// From which cells those of CSV files came.
    pub(super) origins: HashMap<Place, String>,
}

/// Batches of one kind, in the order of the feed.
pub(super) struct Batches(mpsc::Receiver<io::Result<Batch>>);

/// Starts reading. The small kinds come as one batch each, since they may name each other.
pub(super) fn read(spool: Spool, kind: Kind) -> Batches {
    let (sender, receiver) = mpsc::channel(2);
    if spool.count() == 0 {
        return Batches(receiver);
    }
    let size = if kind < Kind::Product {
        usize::MAX
    } else {
        BATCH
    };
    tokio::task::spawn_blocking(move || {
        if let Err(error) = send(spool, size, &sender) {
            // Nobody listens any more where the import has failed already.
            let _ = sender.blocking_send(Err(error));
        }
    });
    Batches(receiver)
}

impl Batches {
    /// The next batch. None: that was all.
    pub(super) async fn next(&mut self) -> Result<Option<Batch>, ImportError> {
        self.0
            .recv()
            .await
            .transpose()
            .map_err(ImportError::Temporary)
    }
}

fn send(spool: Spool, size: usize, sender: &mpsc::Sender<io::Result<Batch>>) -> io::Result<()> {
    let mut batch = Batch::default();
    for entry in spool.read()? {
        let Kept {
            place,
            text,
            origin,
        } = entry?;
        let record =
            Record::parse(&text).map_err(|_| io::Error::other("a spooled line changed"))?;
        batch.records.push((place, record));
        if !origin.is_empty() {
            batch.origins.insert(place, origin);
        }
        if batch.records.len() >= size
            && sender
                .blocking_send(Ok(std::mem::take(&mut batch)))
                .is_err()
        {
            return Ok(());
        }
    }
    if !batch.records.is_empty() {
        // As above: a closed channel means that the import has ended.
        let _ = sender.blocking_send(Ok(batch));
    }
    Ok(())
}
