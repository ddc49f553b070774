//! Comparing every document with the catalogue, by content hash, and mending what differs.
//!
//! The comparison runs beside the following. What seems to differ is looked at once more while nothing is written, so
//! that what was merely on its way is not reported.

use std::collections::VecDeque;

use domain::{id::ProductId, outcome::Fault};
use search::index::{Change, Entry, Target};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Indexer, Tally, batch::BATCH};

/// How many entries are read at once.
const ENTRIES: usize = 2_000;

/// What a comparison found. Products by their identifiers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differences {
    /// How many products the catalogue has.
    pub products: u64,
    /// In the catalogue, not in the index.
    pub missing: Vec<Uuid>,
    /// In the index, not in the catalogue.
    pub ghosts: Vec<Uuid>,
    /// In both, and not alike.
    pub stale: Vec<Uuid>,
    /// Whether they were mended.
    pub mended: bool,
}

impl Differences {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// How many products differ.
    #[must_use]
    pub fn count(&self) -> usize {
        self.missing.len() + self.ghosts.len() + self.stale.len()
    }
}

impl Indexer {
    /// Compares the live index with the catalogue; with `repair` it is mended where it differs.
    ///
    /// # Errors
    /// A fault of the engine or of the database.
    pub async fn check(&self, repair: bool, tally: &Tally) -> Result<Differences, Fault> {
        tally.begin(self.0.parts.store.product_count().await?);
        let (products, suspects) = self.suspects(tally).await?;
        let mut place = self.0.place.lock().await;
        while self.round(&mut place).await? {}
        let mut found = Differences {
            products,
            ..Differences::default()
        };
        for some in suspects.chunks(BATCH) {
            let mut differing = Vec::new();
            for change in self.changes(some).await? {
                let id = match &change {
                    Change::Upsert(document) => document.id,
                    Change::Delete { id, .. } => *id,
                };
                let list = match (&change, self.entry(id).await?) {
                    (Change::Upsert(_), None) => &mut found.missing,
                    (Change::Delete { .. }, Some(_)) => &mut found.ghosts,
                    (Change::Upsert(document), Some(entry))
                        if document.content_hash() != entry.hash =>
                    {
                        &mut found.stale
                    }
                    _ => continue,
                };
                list.push(id.uuid());
                differing.push(change);
            }
            if repair && !differing.is_empty() {
                self.go_on_writing().await?;
                self.engine().apply(Target::Live, differing).await?;
            }
        }
        if repair && !found.is_empty() {
            self.commit(Target::Live, place.reached().settled).await?;
            found.mended = true;
        }
        Ok(found)
    }

    /// How many products there are, and those that seem to differ.
    async fn suspects(&self, tally: &Tally) -> Result<(u64, Vec<ProductId>), Fault> {
        let mut walk = Walk::default();
        let (mut after, mut suspects, mut products) = (None, Vec::new(), 0);
        loop {
            let documents = self.documents_after(after, BATCH).await?;
            let Some(last) = documents.last() else { break };
            after = Some(last.id);
            products += u64::try_from(documents.len()).unwrap_or(0);
            for document in &documents {
                while let Some(entry) = walk.next_if(self, |entry| entry.id < document.id).await? {
                    suspects.push(entry.id);
                }
                let entry = walk.next_if(self, |entry| entry.id == document.id).await?;
                if entry.is_none_or(|entry| entry.hash != document.content_hash()) {
                    suspects.push(document.id);
                }
            }
            tally.advance(documents.len());
        }
        while let Some(entry) = walk.next_if(self, |_| true).await? {
            suspects.push(entry.id);
        }
        Ok((products, suspects))
    }

    /// What the live index has of one product.
    async fn entry(&self, id: ProductId) -> Result<Option<Entry>, Fault> {
        let before = id.uuid().as_u128().checked_sub(1).map(Uuid::from_u128);
        let index = self.engine();
        let entries = index
            .entries(Target::Live, before.map(ProductId), 1)
            .await?;
        Ok(entries.into_iter().find(|entry| entry.id == id))
    }
}

/// A walk through all entries of the live index.
#[derive(Default)]
struct Walk {
    read: VecDeque<Entry>,
    after: Option<ProductId>,
    ended: bool,
}

impl Walk {
    async fn next_if(
        &mut self,
        indexer: &Indexer,
        wanted: impl Fn(&Entry) -> bool,
    ) -> Result<Option<Entry>, Fault> {
        if self.read.is_empty() && !self.ended {
            let index = indexer.engine();
            self.read = index
                .entries(Target::Live, self.after, ENTRIES)
                .await?
                .into();
            self.ended = self.read.is_empty();
            self.after = self.read.back().map(|entry| entry.id).or(self.after);
        }
        Ok(self
            .read
            .front()
            .is_some_and(wanted)
            .then(|| self.read.pop_front())
            .flatten())
    }
}
