//! What answers are made of, and how to see whether it is as it was.

use std::{sync::Arc, time::Instant};

use domain::clock::{Clock, Timestamp};
use graphql::hints::Footing;
use persistence::{Stamp, Store};
use search::{Index, hits::Mark};

/// The catalogue, the search index and the clock.
pub(crate) struct Sources {
    /// The catalogue.
    pub(crate) store: Store,
    /// The search index.
    pub(crate) index: Index,
    /// The clock.
    pub(crate) clock: Arc<dyn Clock>,
}

/// What the sources were at a moment. Equal ones make equal answers, as long as nothing begins or ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct State {
    catalogue: Stamp,
    /// None: the index is not among what is asked.
    index: Option<Mark>,
}

/// Until when nothing begins or ends.
pub(super) struct Quiet {
    pub until: Option<Timestamp>,
    pub expires: Option<Instant>,
}

impl Sources {
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What they are now. None: they can't be asked, or don't tell.
    pub(super) async fn state(&self, footing: Footing) -> Option<State> {
        let index = match footing {
            Footing::Catalogue => None,
            Footing::Index => Some(self.index.engine().mark()?),
            Footing::Moment => return None,
        };
        let catalogue = self.store.stamp().await.ok()?;
        Some(State { catalogue, index })
    }

    /// How long an answer holds that was made from this moment, by both clocks, until now. None: it is not known to hold now, since something
    /// has changed, begun or ended meanwhile.
    pub(super) async fn quiet(
        &self,
        state: &State,
        footing: Footing,
        (from, began): (Timestamp, Instant),
    ) -> Option<Quiet> {
        let before = Instant::now();
        let ago = before.duration_since(began);
        let quiet = self.store.quiet(&state.catalogue, from, ago);
        let quiet = quiet.await.ok()??;
        let mut until = quiet.until;
        if footing == Footing::Index {
            let engine = self.index.engine();
            // What is indexed may be older than the catalogue, with other moments.
            let indexed = engine.quiet_until(from).ok()?;
            until = [until, indexed].into_iter().flatten().min();
            if engine.mark() != state.index {
                return None;
            }
        }
        let now = self.now();
        if now < from || until.is_some_and(|until| until <= now) {
            return None;
        }
        Some(Quiet {
            until,
            expires: quiet.reserved.map(|time| before + time),
        })
    }
}
