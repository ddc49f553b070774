//! What a server does by the clock, beside answering: reservations whose time is over are ended, and answers that nobody
//! asks for again are forgotten. Every node does it, and none is in another's way.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use domain::{
    clock::{Clock, Timestamp},
    outcome::{Fault, FaultKind},
};
use persistence::Store;

/// How often it is looked for reservations whose time is over. They count no more before that, so that nobody waits for it.
const RESERVATIONS_EVERY: Duration = Duration::from_secs(1);
/// How many of them one transaction ends.
const AT_ONCE: u32 = 100;
/// How often old answers are forgotten, in rounds of the above.
const ANSWERS_EVERY: u64 = 600;
/// For how long an answer is remembered under its key.
const REMEMBERED: TimeDelta = TimeDelta::hours(24);
/// How often old changes are cleared away, in rounds. Not in the first, so that whoever was left behind can catch up.
const CHANGES_EVERY: u64 = 900;

/// Goes on until it is dropped. `changes_kept`: for how long the outbox is.
pub(crate) async fn keep_up(store: Store, clock: Arc<dyn Clock>, changes_kept: TimeDelta) {
    let mut rounds = tokio::time::interval(RESERVATIONS_EVERY);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for round in 0_u64.. {
        rounds.tick().await;
        match sweep(&store).await {
            Ok(0) => {}
            Ok(ended) => tracing::info!(ended, "ended {ended} reservations whose time is over"),
            Err(fault) => told(&fault, "ending reservations"),
        }
        if round % ANSWERS_EVERY == 0 {
            match store.sweep_idempotency(clock.now() - REMEMBERED).await {
                Ok(forgotten) => tracing::debug!(forgotten, "forgot {forgotten} old answers"),
                Err(fault) => told(&fault, "forgetting old answers"),
            }
        }
        if round % CHANGES_EVERY == CHANGES_EVERY - 1 {
            match sweep_changes(&store, clock.now() - changes_kept).await {
                Ok(cleared) => tracing::debug!(cleared, "cleared {cleared} old changes away"),
                Err(fault) => told(&fault, "clearing old changes away"),
            }
        }
    }
}

/// All that are older, a transaction for each few thousand.
async fn sweep_changes(store: &Store, before: Timestamp) -> Result<u64, Fault> {
    let mut cleared = 0;
    loop {
        let swept = store.sweep_outbox(before).await?;
        cleared += swept;
        if swept == 0 {
            return Ok(cleared);
        }
        tokio::task::yield_now().await;
    }
}

/// All that are over, a transaction for each hundred, so that nobody waits long.
async fn sweep(store: &Store) -> Result<u64, Fault> {
    let mut ended = 0;
    loop {
        let swept = store.sweep_reservations(AT_ONCE).await?;
        ended += swept;
        if swept < u64::from(AT_ONCE) {
            return Ok(ended);
        }
    }
}

/// The next round tries again, so that it is no error yet.
fn told(fault: &Fault, what: &str) {
    if fault.kind == FaultKind::Contended {
        tracing::debug!(error = ?fault, "{what} has to wait for others");
    } else {
        tracing::warn!(error = ?fault, "{what} failed; it is tried again");
    }
}
