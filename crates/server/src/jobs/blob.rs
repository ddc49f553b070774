//! Files in the database as what reads and writes files takes.

use std::io::{self, Read};

use domain::outcome::Fault;
use persistence::Store;
use tokio::{runtime::Handle, sync::watch};
use uuid::Uuid;

/// How many bytes of a file are kept together.
pub(crate) const CHUNK: usize = 256 * 1024;

/// Reads a file of the database, on a thread that may wait.
pub(super) struct BlobReader {
    pub(super) store: Store,
    pub(super) id: Uuid,
    pub(super) runtime: Handle,
    /// Stops the reading when the job is no longer wanted.
    pub(super) unwanted: watch::Receiver<bool>,
    place: i64,
    chunk: io::Cursor<Vec<u8>>,
}

impl BlobReader {
    pub(super) fn new(store: Store, id: Uuid, unwanted: watch::Receiver<bool>) -> Self {
        Self {
            store,
            id,
            runtime: Handle::current(),
            unwanted,
            place: 0,
            chunk: io::Cursor::default(),
        }
    }
}

impl Read for BlobReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.chunk.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            if *self.unwanted.borrow() {
                return Err(io::Error::other("the job is no longer wanted"));
            }
            let next = self.store.blob_chunk(self.id, self.place);
            match self.runtime.block_on(next).map_err(io::Error::other)? {
                Some(bytes) => self.chunk = io::Cursor::new(bytes),
                None => return Ok(0),
            }
            self.place += 1;
        }
    }
}

/// Copies a file into the database.
///
/// # Errors
/// A fault of the database, or that the file can't be read.
pub(super) async fn keep(store: &Store, mut file: std::fs::File) -> Result<Uuid, KeepError> {
    let id = store.blob_begin().await?;
    for place in 0.. {
        let mut bytes = Vec::with_capacity(CHUNK);
        file.by_ref()
            .take(CHUNK as u64)
            .read_to_end(&mut bytes)
            .map_err(KeepError::Read)?;
        if bytes.is_empty() {
            break;
        }
        store.blob_append(id, place, bytes).await?;
    }
    Ok(id)
}

/// Why a file can't be kept.
#[derive(Debug, thiserror::Error)]
pub(super) enum KeepError {
    #[error(transparent)]
    Store(#[from] Fault),
    #[error("the temporary file can't be read")]
    Read(#[source] io::Error),
}
