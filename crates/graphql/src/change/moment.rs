//! When a change was written, and where it stands.

use std::sync::Arc;

use domain::clock::Timestamp;
use persistence::{CatalogVersion as Version, FeedCursor};

use super::feed::{Changed, Changes};

/// When something changed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) at: Timestamp,
    pub(crate) version: Version,
    /// From where `changes` goes on without missing anything.
    pub(crate) cursor: FeedCursor,
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
