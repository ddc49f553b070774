//! Building a whole index: the first one in place, later ones aside. What changes meanwhile is caught up with, the counts
//! are compared, and only then it takes the place of the one before, which is kept. A build that was interrupted goes on
//! where it was.

use domain::{
    id::ProductId,
    outcome::{Fault, FaultKind},
};
use persistence::{OutboxPosition, search::Sweep};
use search::{
    hits::{IndexState, Position},
    index::{Change, Target},
};

use super::{
    Indexer, Tally,
    batch::BATCH,
    follow::{Place, version},
    touched::Touched,
};

const DOING: &str = "building the search index anew";

/// After so many products a build is made to last, so that no more is lost when it is interrupted.
const COMMIT_EVERY: usize = 5_000;
/// How many events are caught up with at once.
const PAGE: usize = 1_000;
/// How often the counts are compared, since the catalogue may change in between.
const COMPARISONS: usize = 5;

impl Indexer {
    /// Builds the index anew beside the live one and puts it in its place. Tells how many products it has.
    ///
    /// # Errors
    /// A fault; what was built so far is kept, and the next call goes on with it.
    pub async fn reindex(&self, tally: &Tally) -> Result<u64, Fault> {
        self.go_on_writing().await?;
        self.engine().ensure().await?;
        self.build_aside(tally).await?;
        let mut place = self.0.place.lock().await;
        self.publish(&mut place).await
    }

    /// Takes the index back that was live before the last one was built. False: none is kept.
    ///
    /// # Errors
    /// A fault of the engine or of the database.
    pub async fn roll_back(&self) -> Result<bool, Fault> {
        self.go_on_writing().await?;
        let mut place = self.0.place.lock().await;
        let Some(state) = self.engine().rollback().await? else {
            return Ok(false);
        };
        let Position(seq) = state.position;
        let known = self.0.parts.store.outbox_position(version(seq)).await?;
        place.set(state.generation, known.unwrap_or_default());
        self.tell(&place, &state);
        self.0.wake.notify_one();
        Ok(true)
    }

    /// Fills the live index, which is new.
    pub(super) async fn fill(&self, place: &mut Place, state: IndexState) -> Result<(), Fault> {
        let store = &self.0.parts.store;
        let end = store.outbox_end().await?;
        let products = store.product_count().await?;
        if products > 0 {
            tracing::info!(
                products,
                "filling the search index with {products} products"
            );
        }
        self.bring_what_is_there().await?;
        self.scan(
            Target::Live,
            None,
            OutboxPosition::default(),
            &Tally::default(),
        )
        .await?;
        let state = IndexState {
            generation: state.generation,
            ..self.commit(Target::Live, end).await?
        };
        place.set(state.generation, end);
        self.tell(place, &state);
        if products > 0 {
            tracing::info!(products, "the search index is filled");
        }
        Ok(())
    }

    /// A fill that was interrupted has left products here. Those that are gone since would stay: no scan finds them, and the
    /// events that tell of it lie before the end from which the index is followed.
    async fn bring_what_is_there(&self) -> Result<(), Fault> {
        let mut after = None;
        loop {
            let entries = self.engine().entries(Target::Live, after, BATCH).await?;
            let Some(last) = entries.last() else {
                return Ok(());
            };
            after = Some(last.id);
            let ids: Vec<ProductId> = entries.iter().map(|entry| entry.id).collect();
            self.bring(Target::Live, &ids).await?;
        }
    }

    /// Builds a generation aside, or goes on building it, and catches up with what changed meanwhile.
    pub(super) async fn build_aside(&self, tally: &Tally) -> Result<(), Fault> {
        let (store, index) = (&self.0.parts.store, self.engine());
        let begun = index.begin_aside().await?;
        let start = match self.start_of(begun).await? {
            Some(start) => start,
            None => {
                index.drop_aside().await?;
                let begun = index.begin_aside().await?;
                self.start_of(begun).await?.unwrap_or_default()
            }
        };
        tally.begin(store.product_count().await?);
        let done = self.last_entry(tally).await?;
        self.scan(Target::Aside, done, start, tally).await?;
        self.catch_up(Target::Aside, start).await.map(drop)
    }

    /// Where a generation that is begun, or was begun before, goes on in the outbox. None: nobody knows.
    async fn start_of(&self, begun: IndexState) -> Result<Option<OutboxPosition>, Fault> {
        let store = &self.0.parts.store;
        match begun.position {
            Position(0) => {
                let end = store.outbox_end().await?;
                self.commit(Target::Aside, end).await?;
                Ok(Some(end))
            }
            Position(seq) => store.outbox_position(version(seq)).await,
        }
    }

    /// The last product of the generation aside. It was built in the order of products, so that all before it are there.
    async fn last_entry(&self, tally: &Tally) -> Result<Option<ProductId>, Fault> {
        let mut last = None;
        loop {
            let page = self.engine().entries(Target::Aside, last, 10_000).await?;
            let Some(end) = page.last() else {
                return Ok(last);
            };
            last = Some(end.id);
            tally.advance(page.len());
        }
    }

    /// Writes all products after one.
    async fn scan(
        &self,
        target: Target,
        mut after: Option<ProductId>,
        start: OutboxPosition,
        tally: &Tally,
    ) -> Result<(), Fault> {
        let mut uncommitted = 0;
        loop {
            self.go_on_writing().await?;
            let documents = self.documents_after(after, BATCH).await?;
            let Some(last) = documents.last() else { break };
            after = Some(last.id);
            let count = documents.len();
            let changes = documents
                .into_iter()
                .map(|document| Change::Upsert(Box::new(document)));
            self.engine().apply(target, changes.collect()).await?;
            tally.advance(count);
            uncommitted += count;
            if uncommitted >= COMMIT_EVERY {
                self.commit(target, start).await?;
                uncommitted = 0;
            }
        }
        self.commit(target, start).await.map(drop)
    }

    /// Follows the outbox to its settled end.
    async fn catch_up(
        &self,
        target: Target,
        mut at: OutboxPosition,
    ) -> Result<OutboxPosition, Fault> {
        loop {
            let events = self.0.parts.store.outbox_after(at, PAGE).await?;
            let Some(last) = events.last() else {
                return Ok(at);
            };
            at = last.position;
            let mut touched = Touched::of(&events);
            if touched.sweeps.contains(&Sweep::All) && touched.products.is_empty() {
                touched.sweeps = [Sweep::All].into();
            }
            self.apply(target, &touched).await?;
            self.commit(target, at).await?;
        }
    }

    /// Puts the generation aside in the place of the live one, whose place the caller holds.
    pub(super) async fn publish(&self, place: &mut Place) -> Result<u64, Fault> {
        let (store, index) = (&self.0.parts.store, self.engine());
        let missing = || Fault::new(FaultKind::Bug, DOING, "nothing was built aside");
        let aside = index.aside().await?.ok_or_else(missing)?;
        let mut at = self.start_of(aside).await?.unwrap_or_default();
        let mut counts = (0, 0);
        for _ in 0..COMPARISONS {
            at = self.catch_up(Target::Aside, at).await?;
            let early = store.outbox_unsettled(at, PAGE).await?;
            self.apply(Target::Aside, &Touched::of(&early)).await?;
            self.commit(Target::Aside, at).await?;
            counts = (
                store.product_count().await?,
                index.count(Target::Aside).await?,
            );
            if counts.0 == counts.1 {
                let state = index.swap().await?;
                place.set(state.generation, at);
                self.tell(place, &state);
                return Ok(counts.1);
            }
        }
        let why = format!(
            "the catalogue has {} products and the index that was built {}; it is kept aside, and the live one stays",
            counts.0, counts.1
        );
        Err(Fault::new(FaultKind::Corrupt, DOING, why))
    }
}
