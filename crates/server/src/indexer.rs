//! Keeps the search index in step with the catalogue: it follows the outbox, projects the products that each change
//! touches, and writes them with the place in the outbox that they reach.
//!
//! The index holds that place itself, durable exactly when the documents are. So whenever this process ends, however it
//! ends, the next one goes on from what the index really has; a batch that is applied twice is applied once.
//!
//! An embedded index is written by the one process that holds it. One that several servers share is written by whoever
//! holds its lease; the others look how far it is. Building anew, comparing and mending go on beside the following and
//! take its place only for the last step ([`rebuild`], [`check`]).

mod batch;
mod check;
mod follow;
mod home;
mod progress;
mod projection;
mod rebuild;
mod searching;
mod tasks;
mod telling;
mod touched;

use std::{
    sync::{Arc, Mutex as Plain, OnceLock, PoisonError},
    time::Duration,
};

use domain::{
    clock::{Clock, Timestamp},
    locale::Locale,
    outcome::{Fault, FaultKind},
};
use persistence::{CatalogVersion, Lease, Store};
use search::{Index, hits::IndexState, index::ProductIndex};
use tokio::{
    sync::{Mutex, Notify, watch},
    task::JoinHandle,
    time::{Instant, timeout, timeout_at},
};

use self::follow::Place;
pub use self::{
    check::Differences,
    home::{Claim, Home, SHARED, folder, open},
    progress::{Reached, Status},
    tasks::Tally,
};
use crate::config::Config;

/// What an indexer works with.
pub struct Parts {
    /// The catalogue.
    pub store: Store,
    /// The index.
    pub index: Index,
    /// Tells when something was indexed.
    pub clock: Arc<dyn Clock>,
    /// The locale of the catalogue's plain texts.
    pub default_locale: Locale,
}

/// Keeps one index in step with one store. Cheap to clone: all clones are the same one.
#[derive(Clone)]
pub struct Indexer(Arc<Inner>);

struct Inner {
    parts: Parts,
    /// This process's name among those that may write the index.
    own_name: String,
    /// The right to write it. Not set: others do.
    home: OnceLock<Home>,
    lease: Plain<Option<Lease>>,
    /// Held by whoever writes what is live.
    place: Mutex<Place>,
    status: watch::Sender<Status>,
    wake: Notify,
}

/// How long a silent holder of a shared index is waited for.
const LEASE: Duration = Duration::from_secs(15);
/// How often the outbox is looked into while nothing is heard of changes: other processes change the store too.
const IDLE: Duration = Duration::from_millis(400);
/// Waits after failures, growing.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Why an index has not come as far as was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// The catalogue never had that version.
    Unknown,
    /// It did not come so far in time.
    TooLate,
}

impl Indexer {
    /// An indexer that does nothing yet.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let own_name = parts.store.new_id().to_string();
        Self(Arc::new(Inner {
            parts,
            own_name,
            home: OnceLock::new(),
            lease: Plain::default(),
            place: Mutex::default(),
            status: watch::Sender::default(),
            wake: Notify::new(),
        }))
    }

    /// Claims the right to write the index of this configuration. None: it is this process's, perhaps as long as it holds
    /// the lease. Some: another process has it, and is asked by this name.
    ///
    /// # Errors
    /// Where the folder of an embedded index can't be made or locked.
    pub fn claim(&self, config: &Config) -> anyhow::Result<Option<String>> {
        match Home::claim(config, &self.0.own_name)? {
            Claim::Mine(home) => {
                // Claimed once; a second claim would find its own lock.
                let _ = self.0.home.set(home);
                Ok(None)
            }
            Claim::Others(name) => Ok(Some(name)),
        }
    }

    /// Follows the catalogue, and does what others ask of the holder of this index, until it is aborted.
    #[must_use]
    pub fn start(&self) -> JoinHandle<()> {
        let (following, tasks) = (self.clone(), self.clone());
        tokio::spawn(async move {
            tokio::join!(following.follow(), tasks.serve_tasks());
        })
    }

    /// What the index reflects, and how that is.
    #[must_use]
    pub fn status(&self) -> Status {
        self.0.status.borrow().clone()
    }

    /// Waits until the index has this version of the catalogue, for so long at most.
    ///
    /// # Errors
    /// The outer one is a fault of the database; the inner one says why it was not waited for, or in vain.
    pub async fn reach(
        &self,
        version: CatalogVersion,
        patience: Duration,
    ) -> Result<Result<(), Behind>, Fault> {
        if version.0 <= 0 {
            return Ok(Ok(()));
        }
        let Some(place) = self.0.parts.store.outbox_position(version).await? else {
            return Ok(Err(Behind::Unknown));
        };
        let deadline = Instant::now() + patience;
        let mut status = self.0.status.subscribe();
        loop {
            if status.borrow_and_update().reached.has(place) {
                return Ok(Ok(()));
            }
            self.0.wake.notify_one();
            if !matches!(timeout_at(deadline, status.changed()).await, Ok(Ok(()))) {
                return Ok(Err(Behind::TooLate));
            }
        }
    }

    /// Waits until it is known what the index reflects, which of a new one it is when it was filled, for so long at most.
    /// False: it isn't.
    pub async fn filled(&self, patience: Duration) -> bool {
        let mut status = self.0.status.subscribe();
        let known = status.wait_for(|status| status.indexed_at.is_some());
        matches!(timeout(patience, known).await, Ok(Ok(_)))
    }

    /// Gives the lease of a shared index up, so that another one goes on at once.
    pub async fn end(&self) {
        let held = self.lease().take();
        if let Some(lease) = held
            && let Err(fault) = self.0.parts.store.end_lease(&lease).await
        {
            tracing::warn!("the lease of the search index was not given up: {fault}");
        }
    }

    async fn follow(self) {
        let mut changes = self.0.parts.store.changes();
        let mut pause = FIRST_PAUSE;
        loop {
            let done = {
                let mut place = self.0.place.lock().await;
                self.round(&mut place).await
            };
            match done {
                Ok(true) => pause = FIRST_PAUSE,
                Ok(false) => {
                    pause = FIRST_PAUSE;
                    tokio::select! {
                        _ = changes.changed() => {}
                        () = self.0.wake.notified() => {}
                        () = tokio::time::sleep(IDLE) => {}
                    }
                }
                Err(fault) => {
                    self.note_problem(&fault);
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    /// Whether this process writes the index at the moment. Asking holds the lease on.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn may_write(&self) -> Result<bool, Fault> {
        let Some(home) = self.0.home.get() else {
            return Ok(false);
        };
        if !home.shared {
            return Ok(true);
        }
        let name = format!("search index {}", home.name);
        let store = &self.0.parts.store;
        let lease = store.lease(&name, &self.0.own_name, LEASE).await?;
        let held = lease.is_some();
        *self.lease() = lease;
        Ok(held)
    }

    /// For the middle of long work.
    async fn go_on_writing(&self) -> Result<(), Fault> {
        if self.may_write().await? {
            return Ok(());
        }
        let why = "another process has the right to write the search index";
        Err(Fault::new(
            FaultKind::Contended,
            "writing the search index",
            why,
        ))
    }

    fn lease(&self) -> std::sync::MutexGuard<'_, Option<Lease>> {
        self.0.lease.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn engine(&self) -> &dyn ProductIndex {
        self.0.parts.index.engine()
    }

    fn now(&self) -> Timestamp {
        self.0.parts.clock.now()
    }

    /// Tells those who wait what the index reflects now.
    fn tell(&self, place: &Place, state: &IndexState) {
        let reached = place.reached();
        let indexed_at = state.indexed_at.or_else(|| Some(self.now()));
        let recovered = self.0.status.borrow().problem.is_some();
        self.0.status.send_modify(|status| {
            status.reached = reached;
            status.indexed_at = indexed_at;
            status.problem = None;
        });
        if recovered {
            tracing::info!("the search index is written again");
        }
    }

    /// Said once in the log for each problem, however often it is met.
    fn note_problem(&self, fault: &Fault) {
        let said = crate::telemetry::chain(fault);
        let known = self.0.status.borrow().problem.as_ref() == Some(&said);
        if !known {
            tracing::warn!(
                chain = said,
                "the search index can't be written; it is tried again: {fault}"
            );
            self.0
                .status
                .send_modify(|status| status.problem = Some(said));
        }
    }
}
