//! Where an index is, and who may write it.

use std::{
    fs::{self, File, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use search::{Elasticsearch, Embedded, Index, SearchConfig};

use crate::config::Config;

/// The name of the index that all servers of a store share.
pub const SHARED: &str = "shared";

/// The right to write an index.
#[derive(Debug)]
pub struct Home {
    /// The index's name among those that follow the store.
    pub(super) name: String,
    /// Whether others may write it too, so that its lease has to be held besides.
    pub(super) shared: bool,
    /// Locked for as long as it is open.
    _lock: Option<File>,
}

/// Who may write an index.
#[derive(Debug)]
pub enum Claim {
    /// This process, from now on; of a shared one whoever holds its lease.
    Mine(Home),
    /// Another process, which is asked by this name.
    Others(String),
}

/// The index of a configuration. Nothing is sent to an engine yet, and nothing is written.
///
/// # Errors
/// Where the client of the engine can't be made, or the embedded index can't be read.
pub fn open(config: &Config) -> anyhow::Result<Index> {
    let opened = match &config.search_url {
        SearchConfig::Elasticsearch(address) => {
            Elasticsearch::new(address, &config.search_prefix).map(Index::of)
        }
        SearchConfig::Embedded => {
            Embedded::keeping(&folder(config), config.search_cache_bytes).map(Index::of)
        }
    };
    opened.context("preparing the search index")
}

/// The folder of the embedded index.
#[must_use]
pub fn folder(config: &Config) -> PathBuf {
    config.data_dir.join("search")
}

impl Home {
    /// Claims the index of a configuration. `own` names this process.
    ///
    /// # Errors
    /// Where the folder of an embedded index can't be made or locked.
    pub fn claim(config: &Config, own: &str) -> anyhow::Result<Claim> {
        match &config.search_url {
            SearchConfig::Elasticsearch(_) => Ok(Claim::Mine(Self {
                name: SHARED.to_owned(),
                shared: true,
                _lock: None,
            })),
            SearchConfig::Embedded => {
                let folder = folder(config);
                lock(&folder, own).with_context(|| {
                    format!(
                        "the search index in {} can't be written; --data-dir or VITRINE_DATA_DIR chooses another folder",
                        folder.display()
                    )
                })
            }
        }
    }
}

/// Takes the lock of a folder and leaves this process's name in it; where it is held, the name of who holds it is there.
fn lock(folder: &Path, own: &str) -> anyhow::Result<Claim> {
    fs::create_dir_all(folder)?;
    let mut file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(folder.join("writer.lock"))?;
    match file.try_lock() {
        Ok(()) => {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(own.as_bytes())?;
            file.flush()?;
            Ok(Claim::Mine(Home {
                name: own.to_owned(),
                shared: false,
                _lock: Some(file),
            }))
        }
        Err(TryLockError::WouldBlock) => {
            let mut name = String::new();
            file.read_to_string(&mut name)?;
            Ok(Claim::Others(name))
        }
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_at_a_time_writes_an_index_and_the_others_learn_which() {
        let folder = tempfile::tempdir().unwrap();
        let first = lock(folder.path(), "the first, whose name is longer").unwrap();
        assert!(matches!(&first, Claim::Mine(home) if !home.shared));
        let second = lock(folder.path(), "second").unwrap();
        assert!(matches!(second, Claim::Others(name) if name == "the first, whose name is longer"));
        drop(first);
        let third = lock(folder.path(), "third").unwrap();
        assert!(matches!(third, Claim::Mine(_)));
        let fourth = lock(folder.path(), "fourth").unwrap();
        assert!(matches!(fourth, Claim::Others(name) if name == "third"));
    }
}
