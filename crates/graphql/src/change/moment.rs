//! When a change was written, and where it stands.

use std::sync::Arc;

use async_graphql::Object;
use domain::clock::Timestamp;
use persistence::{CatalogVersion as Version, FeedCursor};

use super::{
    cursor,
    feed::{Changed, Changes},
};
use crate::scalars::{CatalogVersion, DateTime};

/// When something changed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    at: Timestamp,
    version: Version,
    /// From where `changes` goes on without missing anything.
    cursor: FeedCursor,
}

impl Moment {
    pub(crate) fn of(changed: &Changed, changes: &Arc<Changes>) -> Self {
        Self {
            at: changed.event.at,
            version: Version(changed.event.position.seq),
            cursor: changes.cursor,
        }
    }
}

/// The fields that everything which is told of a change has; they stand among its own.
#[Object]
impl Moment {
    /// When it was written.
    async fn at(&self) -> DateTime {
        DateTime(self.at)
    }

    /// The state of the catalogue with this change in it; `search(atLeast:)` waits for it.
    async fn catalog_version(&self) -> CatalogVersion {
        CatalogVersion(self.version)
    }

    /// From where the query `changes`, which admins have, goes on without missing anything; what was told already may come
    /// again.
    async fn cursor(&self) -> String {
        cursor::encode(self.cursor)
    }
}
