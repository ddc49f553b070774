//! The indexer as searches see it.

use std::{future::Future, pin::Pin, time::Duration};

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

    fn filled(&self, patience: Duration) -> Pin<Box<dyn Future<Output = bool> + Send + '_>> {
        Box::pin(Self::filled(self, patience))
    }

    fn indexed_at(&self) -> Option<Timestamp> {
        self.status().indexed_at
    }
}
