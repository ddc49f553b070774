//! How far an index is.

use std::{collections::BTreeSet, sync::Arc};

use domain::clock::Timestamp;
use persistence::OutboxPosition;

/// Which changes an index has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// All up to here.
    pub settled: OutboxPosition,
    /// And these behind it, which were committed while older transactions were still open.
    pub ahead: Arc<BTreeSet<OutboxPosition>>,
}

/// What is told of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Which changes it has.
    pub reached: Reached,
    /// When it was last written, or found to lack nothing. None: not yet, as far as is known.
    pub indexed_at: Option<Timestamp>,
    /// Why it can't be written at the moment. None: it can, as far as is known.
    pub problem: Option<String>,
}

impl Reached {
    /// Whether it has the change at this place.
    #[must_use]
    pub fn has(&self, place: OutboxPosition) -> bool {
        place <= self.settled || self.ahead.contains(&place)
    }
}
