//! One look into the outbox, and what comes of it.

use std::{collections::BTreeSet, sync::Arc};

use domain::outcome::Fault;
use persistence::{CatalogVersion, OutboxEvent, OutboxPosition};
use search::{
    hits::{Generation, IndexState, Position},
    index::Target,
};

use super::{Indexer, Reached, touched::Touched};

/// How many events are taken at once: what one commit of the index makes visible.
const PAGE: usize = 1_000;

/// Where in the outbox the live index is.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// Of which generation this is known. None: not yet.
    generation: Option<Generation>,
    settled: OutboxPosition,
    ahead: BTreeSet<OutboxPosition>,
}

impl Place {
    pub(super) fn reached(&self) -> Reached {
        Reached {
            settled: self.settled,
            ahead: Arc::new(self.ahead.clone()),
        }
    }

    /// The live index is this one, and is here.
    pub(super) fn set(&mut self, generation: Generation, settled: OutboxPosition) {
        self.generation = Some(generation);
        self.settled = settled;
        self.ahead.clear();
    }
}

impl Indexer {
    /// Takes what is new into the index, a page at most. True: there may be more.
    pub(super) async fn round(&self, place: &mut Place) -> Result<bool, Fault> {
        let (store, index) = (&self.0.parts.store, self.engine());
        if !self.may_write().await? {
            self.look(place).await?;
            return Ok(false);
        }
        let state = match index.state().await? {
            Some(state) => state,
            None => index.ensure().await?,
        };
        if place.generation != Some(state.generation) {
            self.enter(place, state).await?;
            return Ok(true);
        }
        let events = store.outbox_after(place.settled, PAGE).await?;
        let Some(last) = events.last().map(|event| event.position) else {
            return self.early(place, &state).await;
        };
        let fresh = events
            .iter()
            .filter(|event| !place.ahead.contains(&event.position));
        self.apply(Target::Live, &Touched::of(fresh)).await?;
        let state = self.commit(Target::Live, last).await?;
        place.settled = last;
        place.ahead = place.ahead.split_off(&last);
        place.ahead.remove(&last);
        self.tell(place, &state);
        Ok(true)
    }

    /// What is committed while older transactions are still open: it is shown at once, and comes again in order.
    async fn early(&self, place: &mut Place, state: &IndexState) -> Result<bool, Fault> {
        let store = &self.0.parts.store;
        let mut events = store.outbox_unsettled(place.settled, PAGE).await?;
        events.retain(|event| !place.ahead.contains(&event.position));
        if events.is_empty() {
            self.tell(
                place,
                &IndexState {
                    indexed_at: Some(self.now()),
                    ..*state
                },
            );
            return Ok(false);
        }
        self.apply(Target::Live, &Touched::of(&events)).await?;
        let state = self.commit(Target::Live, place.settled).await?;
        place
            .ahead
            .extend(events.iter().map(|event: &OutboxEvent| event.position));
        self.tell(place, &state);
        Ok(true)
    }

    /// Goes on with an index where that is; one that is new, or of which the outbox knows nothing, is filled.
    async fn enter(&self, place: &mut Place, state: IndexState) -> Result<(), Fault> {
        let store = &self.0.parts.store;
        let restored = store.outbox_settle_restored().await?;
        let known = match state.position {
            Position(0) => None,
            Position(seq) => store.outbox_position(version(seq)).await?,
        };
        if let Some(known) = known
            && !restored
        {
            place.set(state.generation, known);
            self.tell(place, &state);
            return Ok(());
        }
        if state.position == Position(0) {
            return self.fill(place, state).await;
        }
        tracing::warn!(
            "the search index is of a state that the catalogue doesn't know, as after a backup was restored; it is built anew"
        );
        self.engine().drop_aside().await?;
        self.build_aside(&super::Tally::default()).await?;
        self.publish(place).await.map(drop)
    }

    /// Looks how far the index is that another one writes.
    async fn look(&self, place: &mut Place) -> Result<(), Fault> {
        let (store, index) = (&self.0.parts.store, self.engine());
        // Whoever takes over enters it anew.
        place.generation = None;
        let Some(state) = index.state().await? else {
            return Ok(());
        };
        let known = match state.position {
            // Another one is about to fill it.
            Position(0) if store.catalog_version().await?.0 > 0 => return Ok(()),
            Position(0) => None,
            Position(seq) => store.outbox_position(version(seq)).await?,
        };
        place.settled = known.unwrap_or_default();
        place.ahead.clear();
        self.tell(place, &state);
        Ok(())
    }

    pub(super) async fn commit(
        &self,
        target: Target,
        position: OutboxPosition,
    ) -> Result<IndexState, Fault> {
        let position = Position(u64::try_from(position.seq).unwrap_or(0));
        self.engine().commit(target, position, self.now()).await
    }
}

pub(super) fn version(seq: u64) -> CatalogVersion {
    CatalogVersion(i64::try_from(seq).unwrap_or(i64::MAX))
}
