//! What answers are made of, and how to see whether it is as it was.

use std::{sync::Arc, time::Instant};

use domain::clock::{Clock, Timestamp};
use graphql::hints::Footing;
use persistence::{Stamp, Store};
use search::{Index, index::Mark};

/// The catalogue, the search index and the clock.
pub(crate) struct Sources {
    /// The catalogue.
    pub(crate) store: Store,
    /// The search index.
    pub(crate) index: Index,
    /// The clock.
    pub(crate) clock: Arc<dyn Clock>,
}

/// What the sources were when somebody looked.
pub(super) struct Look {
    state: State,
    /// The moment before, by the server's clock.
    at: Timestamp,
    /// The same, for what expires by the database's clock.
    began: Instant,
}

/// Equal ones make equal answers, as long as nothing begins or ends.
#[derive(PartialEq, Eq)]
struct State {
    catalogue: Stamp,
    /// None: the index is not among what is asked.
    index: Option<Mark>,
}

/// While what an answer holds.
pub(super) struct Span {
    state: State,
    from: Timestamp,
    /// When the next thing begins or ends. None: nothing does.
    until: Option<Timestamp>,
    /// When the next reservation expires. None: none will.
    expires: Option<Instant>,
}

impl Sources {
    /// Looks what they are now. None: they can't be asked, or don't tell.
    pub(super) async fn look(&self, footing: Footing) -> Option<Look> {
        let (at, began) = (self.clock.now(), Instant::now());
        let index = match footing {
            Footing::Catalogue => None,
            Footing::Index => Some(self.index.engine().mark()?),
            Footing::Moment => return None,
        };
        let catalogue = self.store.stamp().await.ok()?;
        let state = State { catalogue, index };
        Some(Look { state, at, began })
    }

    /// While what an answer holds that was made from this look until now. None: it is not known to hold now, since something
    /// has changed, begun or ended meanwhile.
    pub(super) async fn span(&self, look: Look) -> Option<Span> {
        let Look { state, at, began } = look;
        let before = Instant::now();
        let ago = before.duration_since(began);
        let quiet = self.store.quiet(&state.catalogue, at, ago);
        let quiet = quiet.await.ok()??;
        let mut until = quiet.until;
        if state.index.is_some() {
            let engine = self.index.engine();
            // What is indexed may be older than the catalogue, with other moments.
            let indexed = engine.quiet_until(at).ok()?;
            until = [until, indexed].into_iter().flatten().min();
            if engine.mark() != state.index {
                return None;
            }
        }
        let now = self.clock.now();
        if now < at || until.is_some_and(|until| until <= now) {
            return None;
        }
        Some(Span {
            state,
            from: at,
            until,
            expires: quiet.reserved.map(|time| before + time),
        })
    }
}

impl Span {
    /// Whether what was seen is in it.
    pub(super) fn has(&self, look: &Look) -> bool {
        self.from <= look.at
            && self.until.is_none_or(|until| look.at < until)
            && self.expires.is_none_or(|expires| Instant::now() < expires)
            && self.state == look.state
    }
}
