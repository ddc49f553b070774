//! The index in this program: Tantivy, in a folder.
//!
//! Any number of programs may read it; one writes, whoever takes hold of the writer first. What the engine's inverted index
//! finds is walked through once ([`collect`]), and what was unpacked of it ([`rows`]) tells visibility, filter, facets and order.

mod boosted;
mod channels;
mod collect;
mod columns;
mod counting;
mod fault;
mod folder;
mod generation;
mod kept;
mod matching;
mod near;
mod opened;
mod ordering;
mod passing;
mod prices;
mod quiet;
mod rows;
mod run;
mod schema;
mod tally;
#[cfg(test)]
mod testing;
pub(crate) mod texts;
mod unpacking;
mod variants;
mod words;

use std::{
    fs,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    thread::available_parallelism,
};

use async_trait::async_trait;
use domain::{
    clock::Timestamp,
    id::ProductId,
    outcome::{Fault, FaultKind},
};
use tokio::sync::Semaphore;

pub(crate) use self::kept::Searched;
use self::{
    fault::{doing, file},
    folder::Roles,
    generation::Generation,
    kept::{Kept, Question},
    run::{Search, Threads},
};
use crate::{
    document::Revision,
    health::Health,
    hits::{IndexState, Position},
    index::{Change, Entry, Mark, ProductIndex, Target},
    plan::{Outcome, Plan},
    text::NearWord,
};

/// The index in this program. Cheap to clone: all clones share it.
#[derive(Clone)]
pub struct Embedded {
    folder: PathBuf,
    open: Arc<RwLock<Open>>,
    /// As many searches at once as there are cores: more of them would only take more memory, and be done no sooner.
    turns: Arc<Semaphore>,
    threads: Threads,
    kept: Kept,
}

/// The memory for answers where nothing else is said, in bytes.
pub const KEPT_BYTES: u64 = 8 << 20;

/// From so many products on their segments are walked through side by side.
const SIDE_BY_SIDE: u64 = 20_000;

/// The generations that are open.
#[derive(Default)]
struct Open {
    roles: Roles,
    live: Option<Arc<Generation>>,
    previous: Option<Arc<Generation>>,
    aside: Option<Arc<Generation>>,
}

impl Open {
    /// Lets go of the memory of what waits for a rollback.
    fn pack(&self) {
        if let Some(previous) = &self.previous {
            previous.pack();
        }
    }
}

impl Embedded {
    /// The index in this folder, which need not be there yet; answers are kept in [`KEPT_BYTES`].
    ///
    /// # Errors
    /// A fault where a folder that is there can't be read.
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        Self::keeping(folder, KEPT_BYTES)
    }

    /// The index in this folder, which need not be there yet. Answers are kept in about so many bytes at most; 0: none is.
    ///
    /// # Errors
    /// A fault where a folder that is there can't be read.
    pub fn keeping(folder: &Path, bytes: u64) -> Result<Self, Fault> {
        let cores = available_parallelism().map_or(1, NonZeroUsize::get);
        let index = Self {
            folder: folder.to_owned(),
            open: Arc::default(),
            turns: Arc::new(Semaphore::new(cores)),
            threads: Threads::new(cores, SIDE_BY_SIDE)
                .map_err(doing("starting threads that search"))?,
            kept: Kept::new(bytes),
        };
        index.refresh()?;
        Ok(index)
    }

    /// Opens what the file of roles names, where another program has changed it.
    fn refresh(&self) -> Result<(), Fault> {
        let roles = Roles::read(&self.folder).map_err(file("reading which index is live"))?;
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        if open.roles == roles && (open.live.is_some() || roles.live.is_none()) {
            return Ok(());
        }
        let known = [open.live.take(), open.previous.take(), open.aside.take()];
        let numbers = [open.roles.live, open.roles.previous, open.roles.aside];
        let generation = |number: Option<u64>| {
            let Some(number) = number else {
                return Ok(None);
            };
            for (known, at) in known.iter().zip(numbers) {
                if at == Some(number)
                    && let Some(known) = known
                {
                    return Ok(Some(Arc::clone(known)));
                }
            }
            Generation::open(&folder::of(&self.folder, number), number)
                .map(|generation| Some(Arc::new(generation)))
        };
        *open = Open {
            roles,
            live: generation(roles.live)?,
            previous: generation(roles.previous)?,
            aside: generation(roles.aside)?,
        };
        open.pack();
        Ok(())
    }

    /// Changes the roles, in the file first.
    fn change<T>(
        &self,
        change: impl FnOnce(&Path, &mut Open) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.refresh()?;
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        let made = change(&self.folder, &mut open)?;
        open.pack();
        open.roles
            .write(&self.folder)
            .map_err(file("writing which index is live"))?;
        folder::tidy(&self.folder, &open.roles).map_err(file("deleting old search indexes"))?;
        Ok(made)
    }

    fn generation(&self, target: Target) -> Result<Arc<Generation>, Fault> {
        let found = |index: &Self| {
            let open = index.open.read().unwrap_or_else(PoisonError::into_inner);
            match target {
                Target::Live => open.live.clone(),
                Target::Aside => open.aside.clone(),
            }
        };
        if let Some(generation) = found(self) {
            return Ok(generation);
        }
        self.refresh()?;
        found(self).ok_or_else(|| {
            let missing = match target {
                Target::Live => "there is no search index yet",
                Target::Aside => "no search index is being built",
            };
            Fault::new(FaultKind::Unavailable, "using the search index", missing)
        })
    }

    /// Runs what reads or writes files where that may take its time.
    async fn off<T: Send + 'static>(
        &self,
        work: impl FnOnce(Self) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let index = self.clone();
        tokio::task::spawn_blocking(move || work(index))
            .await
            .map_err(|error| Fault::new(FaultKind::Bug, "using the search index", error))?
    }

    /// As [`Self::off`], when it is its turn. The turn lasts until the work is done, even where nobody waits for it any more.
    async fn searching<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Generation) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let turns = Arc::clone(&self.turns);
        let turn = turns
            .acquire_owned()
            .await
            .map_err(|error| Fault::new(FaultKind::Bug, "using the search index", error))?;
        self.off(move |index| {
            let _turn = turn;
            work(&*index.generation(Target::Live)?)
        })
        .await
    }
}

#[async_trait]
impl ProductIndex for Embedded {
    async fn health(&self) -> Health {
        Health::Embedded
    }

    async fn ensure(&self) -> Result<IndexState, Fault> {
        self.off(|index| {
            fs::create_dir_all(&index.folder).map_err(file("making the search index's folder"))?;
            index.refresh()?;
            if let Ok(live) = index.generation(Target::Live) {
                return live.state();
            }
            index.change(|folder, open| {
                let number = open.roles.next();
                let generation = Generation::create(&folder::of(folder, number), number)?;
                let state = generation.known_state();
                open.roles.live = Some(number);
                open.live = Some(Arc::new(generation));
                Ok(state)
            })
        })
        .await
    }

    async fn state(&self) -> Result<Option<IndexState>, Fault> {
        self.role(|open| open.live.clone()).await
    }

    async fn aside(&self) -> Result<Option<IndexState>, Fault> {
        self.role(|open| open.aside.clone()).await
    }

    async fn previous(&self) -> Result<Option<IndexState>, Fault> {
        self.role(|open| open.previous.clone()).await
    }

    async fn apply(&self, target: Target, changes: Vec<Change>) -> Result<(), Fault> {
        self.off(move |index| index.generation(target)?.apply(&changes))
            .await
    }

    async fn commit(
        &self,
        target: Target,
        position: Position,
        at: Timestamp,
    ) -> Result<IndexState, Fault> {
        self.off(move |index| {
            let generation = index.generation(target)?;
            let state = generation.commit(position, at)?;
            if target == Target::Live {
                generation.unpack()?;
            }
            Ok(state)
        })
        .await
    }

    async fn count(&self, target: Target) -> Result<u64, Fault> {
        self.off(move |index| index.generation(target)?.count())
            .await
    }

    async fn entries(
        &self,
        target: Target,
        after: Option<ProductId>,
        limit: usize,
    ) -> Result<Vec<Entry>, Fault> {
        self.off(move |index| index.generation(target)?.entries(after, limit))
            .await
    }

    async fn begin_aside(&self) -> Result<IndexState, Fault> {
        self.off(|index| {
            if let Some(state) = index.state_of(|open| open.aside.clone())? {
                return Ok(state);
            }
            fs::create_dir_all(&index.folder).map_err(file("making the search index's folder"))?;
            index.change(|folder, open| {
                let number = open.roles.next();
                let generation = Generation::create(&folder::of(folder, number), number)?;
                let state = generation.known_state();
                open.roles.aside = Some(number);
                open.aside = Some(Arc::new(generation));
                Ok(state)
            })
        })
        .await
    }

    async fn drop_aside(&self) -> Result<(), Fault> {
        self.off(|index| {
            index.change(|_, open| {
                if let Some(aside) = open.aside.take() {
                    aside.close();
                }
                open.roles.aside = None;
                Ok(())
            })
        })
        .await
    }

    async fn swap(&self) -> Result<IndexState, Fault> {
        self.off(|index| {
            let aside = index.generation(Target::Aside)?;
            let state = aside.state()?;
            aside.unpack()?;
            index.change(|_, open| {
                if let Some(previous) = open.previous.take() {
                    previous.close();
                }
                open.previous = open.live.take();
                open.live = open.aside.take();
                open.roles.previous = open.roles.live;
                open.roles.live = open.roles.aside.take();
                Ok(state)
            })
        })
        .await
    }

    async fn rollback(&self) -> Result<Option<IndexState>, Fault> {
        self.off(|index| {
            let Some(state) = index.state_of(|open| open.previous.clone())? else {
                return Ok(None);
            };
            let open = index.open.read().unwrap_or_else(PoisonError::into_inner);
            let previous = open.previous.clone();
            drop(open);
            if let Some(previous) = previous {
                previous.unpack()?;
            }
            index.change(|_, open| {
                std::mem::swap(&mut open.live, &mut open.previous);
                std::mem::swap(&mut open.roles.live, &mut open.roles.previous);
                Ok(Some(state))
            })
        })
        .await
    }

    async fn forget_deletions(&self, target: Target, until: Revision) -> Result<(), Fault> {
        self.off(move |index| index.generation(target)?.forget_deletions(until))
            .await
    }

    async fn run(&self, plan: &Plan) -> Result<Outcome, Fault> {
        let question = self.kept.question(plan);
        if let Some(question) = &question
            && let Some(outcome) = self.known(question, plan.at)?
        {
            return Ok(outcome);
        }
        let search = Search {
            plan: Arc::new(plan.clone()),
            keep: question.map(|question| (question, self.kept.clone())),
            threads: self.threads.clone(),
        };
        self.searching(move |live| search.run(live)).await
    }

    fn mark(&self) -> Option<Mark> {
        let live = self.generation(Target::Live).ok()?;
        // Before what is searched, as searches do.
        let state = live.known_state();
        Some(Mark {
            state,
            searched: live.searcher().generation().segments().clone(),
        })
    }

    fn quiet_until(&self, at: Timestamp) -> Result<Option<Timestamp>, Fault> {
        let live = self.generation(Target::Live)?;
        let columns = live
            .columns(&live.searcher())
            .map_err(doing("looking when a search changes by itself"))?;
        let quiet = opened::quiet(&columns, at.timestamp_micros());
        Ok(Timestamp::from_timestamp_micros(quiet.end))
    }

    async fn near(&self, locale: &str, words: &[String]) -> Result<Vec<Vec<NearWord>>, Fault> {
        let (locale, words) = (locale.to_owned(), words.to_vec());
        self.searching(move |live| {
            near::near(&live.searcher(), live.fields(), &locale, &words)
                .map_err(doing("looking for near words"))
        })
        .await
    }
}

impl Embedded {
    /// The answer to this question at this moment, if it is kept: found at once, without a turn.
    fn known(&self, question: &Question, at: i64) -> Result<Option<Outcome>, Fault> {
        let live = self.generation(Target::Live)?;
        // Before the search, so that the answer reflects this or a later state.
        let state = live.known_state();
        let known = self.kept.get(question, &live.searcher(), at);
        Ok(known.map(|outcome| Outcome { state, ..outcome }))
    }

    async fn role(
        &self,
        role: impl FnOnce(&Open) -> Option<Arc<Generation>> + Send + 'static,
    ) -> Result<Option<IndexState>, Fault> {
        self.off(|index| index.state_of(role)).await
    }

    fn state_of(
        &self,
        role: impl FnOnce(&Open) -> Option<Arc<Generation>>,
    ) -> Result<Option<IndexState>, Fault> {
        self.refresh()?;
        let generation = role(&self.open.read().unwrap_or_else(PoisonError::into_inner));
        generation.map(|generation| generation.state()).transpose()
    }
}
