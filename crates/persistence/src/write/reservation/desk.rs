//! Where reservations wait for a moment, so that those that come at the same time are made in one transaction.
//!
//! While one transaction is being committed, which is what takes the time, others come. Whoever finds nobody at work sets
//! about it, in a task of its own that no client can break off: it takes all that wait, and goes on until nobody waits.
//! What others have locked is never waited for here: who needs it tries again soon, and then goes alone.

use std::{
    collections::{HashSet, VecDeque},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{
    inventory::Reservation,
    outcome::{Fault, FaultKind},
};
use tokio::sync::oneshot;

use super::{
    NewReservation,
    together::{Broken, Fate},
};
use crate::{
    Actor, CatalogVersion, Store,
    write::{RequestKey, StockProblem, Transaction},
};

const DOING: &str = "reserving stock together with others";

/// Most reservations of one transaction.
const MOST: usize = 64;
/// How often a reservation is tried here before it goes alone.
const TRIES: u32 = 4;
/// How long the desk waits where others hold all that is asked for.
const PAUSE: Duration = Duration::from_millis(2);

/// Writes the answer to a reservation, which is remembered under its key, with the catalogue's version.
type Answer = dyn Fn(Result<Reservation, Vec<StockProblem>>, CatalogVersion) -> Result<String, Fault>
    + Send
    + Sync;

/// A reservation that may be made together with others.
pub struct ReservationCall {
    /// Who makes it.
    pub actor: Actor,
    /// What makes it the same as another request. None: it is like no other.
    pub key: Option<RequestKey>,
    /// What shall be reserved.
    pub wanted: NewReservation,
    /// Writes the answer.
    pub answer: Box<Answer>,
}

/// What became of a [`ReservationCall`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReservationAnswer {
    /// It was made or refused, now or under the same key before, and this is the answer.
    Answered(String),
    /// The key was used for another mutation, or with another input.
    OtherRequest,
    /// Nothing was done: what it needs has to be waited for, or freed first. It is to be made alone, by
    /// [`Transaction::reserve`].
    Alone,
}

impl fmt::Debug for ReservationCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReservationCall")
            .field("actor", &self.actor)
            .field("key", &self.key)
            .field("wanted", &self.wanted)
            .finish_non_exhaustive()
    }
}

/// The desk of a store.
#[derive(Default)]
pub(crate) struct Desk {
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Waiting>,
    /// Whether somebody is at work, and will take what comes.
    is_open: bool,
}

struct Waiting {
    call: ReservationCall,
    tries: u32,
    tell: oneshot::Sender<Result<ReservationAnswer, Fault>>,
}

impl Store {
    /// Makes a reservation together with those that others ask for at the same moment, in one transaction. Each has its own
    /// answer, and the refusal of one touches no other. Where it has an answer under its key already, that is told again.
    ///
    /// # Errors
    /// A fault, contended where another writer, such as an import, went on for longer than
    /// [`Store::patience`]. Nothing was done then, unless the connection broke at the commit.
    pub async fn reserve(&self, call: ReservationCall) -> Result<ReservationAnswer, Fault> {
        let (tell, told) = oneshot::channel();
        let waiting = Waiting {
            call,
            tries: 0,
            tell,
        };
        if self.desk().receive(waiting) {
            tokio::spawn(work(self.clone()));
        }
        let broken = |_| Err(Fault::new(FaultKind::Bug, DOING, "who was at work is gone"));
        told.await.unwrap_or_else(broken)
    }
}

impl Desk {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes somebody in. True: nobody is at work, and who came is to see to that.
    fn receive(&self, waiting: Waiting) -> bool {
        let mut queue = self.queue();
        queue.waiting.push_back(waiting);
        !std::mem::replace(&mut queue.is_open, true)
    }

    /// Whether somebody waits. If nobody does, the desk is closed.
    fn is_waited_at(&self) -> bool {
        let mut queue = self.queue();
        queue.is_open = !queue.waiting.is_empty();
        queue.is_open
    }

    /// Those who come next: of one actor, with no key twice. Who has gone away is left out.
    fn next(&self) -> Vec<Waiting> {
        let mut queue = self.queue();
        let (mut taken, mut others) = (Vec::new(), VecDeque::new());
        let mut keys = HashSet::new();
        for waiting in std::mem::take(&mut queue.waiting) {
            if waiting.tell.is_closed() {
                continue;
            }
            let call = &waiting.call;
            let fits = taken
                .first()
                .is_none_or(|first: &Waiting| first.call.actor == call.actor);
            let is_twin = |key: &RequestKey| !keys.insert(key.key.clone());
            if taken.len() < MOST && fits && !call.key.as_ref().is_some_and(is_twin) {
                taken.push(waiting);
            } else {
                others.push_back(waiting);
            }
        }
        queue.waiting = others;
        taken
    }

    /// All who wait.
    fn all(&self) -> VecDeque<Waiting> {
        std::mem::take(&mut self.queue().waiting)
    }
}

/// Closes the desk if work breaks off, so that the next to come sets about it anew.
struct Shift(Store);

impl Drop for Shift {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.desk().queue().is_open = false;
            self.0.desk().all();
        }
    }
}

/// Goes on until nobody waits.
async fn work(store: Store) {
    let shift = Shift(store);
    let (store, desk) = (&shift.0, shift.0.desk());
    while desk.is_waited_at() {
        // Who comes while it is begun is taken, too.
        match store.begin_within(&Actor::server(), store.patience()).await {
            Ok(transaction) => serve(desk, transaction).await,
            Err(fault) => {
                for waiting in desk.all() {
                    waiting.told(Err(again(&fault)));
                }
            }
        }
    }
}

/// Makes those who come next.
async fn serve(desk: &Desk, transaction: Transaction) {
    let batch = desk.next();
    let calls: Vec<&ReservationCall> = batch.iter().map(|waiting| &waiting.call).collect();
    let fates = match transaction.make_together(&calls).await {
        Ok(fates) => fates.into_iter().map(Ok).collect(),
        // Each finds out alone what is the matter.
        Err(Broken::Before(fault)) => {
            tracing::debug!(error = ?fault, "reservations can't be made together, and go alone");
            let alone = || Ok(Fate::Told(ReservationAnswer::Alone));
            calls.iter().map(|_| alone()).collect::<Vec<_>>()
        }
        Err(Broken::Committing(fault)) => calls.iter().map(|_| Err(again(&fault))).collect(),
    };
    let mut any = false;
    for (mut waiting, fate) in batch.into_iter().zip(fates) {
        match fate {
            Ok(Fate::Again) if waiting.tries + 1 < TRIES => {
                waiting.tries += 1;
                desk.queue().waiting.push_back(waiting);
            }
            Ok(Fate::Again) => waiting.told(Ok(ReservationAnswer::Alone)),
            Ok(Fate::Told(answer)) => {
                any = true;
                waiting.told(Ok(answer));
            }
            Err(fault) => waiting.told(Err(fault)),
        }
    }
    if !any {
        tokio::time::sleep(PAUSE).await;
    }
}

impl Waiting {
    /// Who has gone away hears nothing.
    fn told(self, answer: Result<ReservationAnswer, Fault>) {
        let _ = self.tell.send(answer);
    }
}

/// The same fault for another.
fn again(fault: &Fault) -> Fault {
    let cause = fault.cause.as_ref().map(ToString::to_string);
    Fault::new(fault.kind, fault.doing, cause.unwrap_or_default())
}
