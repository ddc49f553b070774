//! An answer is made by one at a time, for all who wait for it.
//!
//! Who comes while an answer is being made can't take it: something may have been committed since it was begun, and they may know
//! of it. They wait. The first of them makes the next one, which is begun after all the others have come, so it is as good as
//! one of their own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::body::Bytes;
use tokio::{
    sync::{Mutex, OwnedMutexGuard},
    time::timeout,
};

/// The turns of those who ask the same.
#[derive(Default)]
pub(super) struct Turns {
    /// How many have begun.
    begun: AtomicU64,
    /// Whether one has begun, and has not ended.
    taken: AtomicBool,
    /// How many wait for one.
    waiting: AtomicUsize,
    last: Arc<Mutex<Last>>,
}

/// What came of the turn that ended last.
#[derive(Default)]
struct Last {
    /// Which one that was, from 1.
    number: u64,
    /// None: nothing that others may have, or nobody waits for it.
    answer: Option<Bytes>,
}

/// The right to make the answer, until it is dropped.
pub(super) struct Turn {
    turns: Arc<Turns>,
    number: u64,
    /// Whether it was waited for.
    pub(super) waited: bool,
    last: OwnedMutexGuard<Last>,
}

/// What somebody gets who wants an answer.
pub(super) enum Got {
    /// One that was begun after they came.
    Answer(Bytes),
    /// The right to make it.
    Turn(Turn),
    /// Nothing that is worth waiting for any longer: they make it beside the others.
    Nothing,
}

/// Counts one who waits, until it is dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl Turns {
    /// Whether somebody is making the answer.
    pub(super) fn is_taken(&self) -> bool {
        self.taken.load(Ordering::SeqCst)
    }

    /// Waits for one's turn, or for the answer of another one's that is as good, for so long at most.
    pub(super) async fn wait(self: Arc<Self>, patience: Duration) -> Got {
        // Said before it is looked how many have begun: who ends a turn keeps its answer for all who wait.
        let waiting = Waiting::one(&self.waiting);
        let before = self.begun.load(Ordering::SeqCst);
        let at_once = Arc::clone(&self.last).try_lock_owned().ok();
        let waited = at_once.is_none();
        let mut last = match at_once {
            Some(last) => last,
            None => match timeout(patience, Arc::clone(&self.last).lock_owned()).await {
                Ok(last) => last,
                Err(_) => return Got::Nothing,
            },
        };
        let is_last = waiting.end();
        if last.number > before {
            let answer = if is_last {
                last.answer.take()
            } else {
                last.answer.clone()
            };
            return answer.map_or(Got::Nothing, Got::Answer);
        }
        // Those behind have come after that was begun.
        last.answer = None;
        let number = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        self.taken.store(true, Ordering::SeqCst);
        Got::Turn(Turn {
            turns: self,
            number,
            waited,
            last,
        })
    }
}

impl Turn {
    /// Whose it is.
    pub(super) fn turns(&self) -> Arc<Turns> {
        Arc::clone(&self.turns)
    }

    /// Ends the turn with an answer that all who wait may have. None: it is for its maker alone.
    pub(super) fn end(mut self, answer: Option<&Bytes>) {
        self.last.number = self.number;
        if self.turns.waiting.load(Ordering::SeqCst) > 0 {
            self.last.answer = answer.cloned();
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.taken.store(false, Ordering::SeqCst);
    }
}

impl<'a> Waiting<'a> {
    fn one(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }

    /// Whether nobody waits any more.
    fn end(self) -> bool {
        let count = self.0;
        drop(self);
        count.load(Ordering::SeqCst) == 0
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests;
