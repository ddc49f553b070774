//! The indexer as searches see it.

use std::time::Duration;

use domain::clock::Timestamp;
use graphql::search::{Behind, Follower, Waited};
use persistence::CatalogVersion;

use super::Indexer;

impl Follower for Indexer {
    fn reach(&self, version: CatalogVersion, patience: Duration) -> Waited<'_> {
        Box::pin(async move {
            let waited = Self::reach(self, version, patience).await?;
            Ok(waited.map_err(|behind| match behind {
                super::Behind::Unknown => Behind::Unknown,
                super::Behind::TooLate => Behind::TooLate,
            }))
        })
    }

    fn indexed_at(&self) -> Option<Timestamp> {
        self.status().indexed_at
    }
}
