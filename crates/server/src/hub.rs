//! Reads the outbox once for all subscribers of this node, while there are any.
//!
//! It is woken by commits of this process, on PostgreSQL also by those of other servers, and looks now and then anyway,
//! since other programs change the catalogue too. What is committed while older transactions are still open is handed out
//! at once and not again in order: of one thing the earlier change always comes first, since whoever changes it later
//! waits for the earlier one (decision 70).

use std::{collections::BTreeSet, time::Duration};

use domain::outcome::Fault;
use graphql::change::{Changed, Changes, Feed};
use persistence::{FeedCursor, Listening, OutboxEvent, OutboxPosition, Store};
use tokio::time::{Instant, sleep};

use crate::telemetry;

/// How many events are handed out at once.
const PAGE: usize = 500;
/// How often the outbox is looked into while nothing is heard.
const IDLE: Duration = Duration::from_millis(400);
/// The pause after a failure.
const PAUSE: Duration = Duration::from_secs(1);
/// How often it is tried to listen again.
const LISTEN_EVERY: Duration = Duration::from_secs(10);
/// Other servers are told at most so often: what happens meanwhile is told together.
const TELL_EVERY: Duration = Duration::from_millis(20);

/// Hands out what changes, until it is dropped.
pub(crate) async fn follow(store: Store, feed: Feed) {
    let mut changes = store.changes();
    let mut ears = Ears::default();
    let mut place = None;
    loop {
        if feed.wanted().await {
            place = None;
        }
        ears.open(&store).await;
        match round(&store, &feed, &mut place).await {
            Ok(true) => {}
            Ok(false) => tokio::select! {
                _ = changes.changed() => {}
                () = ears.heard() => {}
                () = sleep(IDLE) => {}
            },
            Err(fault) => {
                tracing::warn!(
                    chain = telemetry::chain(&fault),
                    "subscribers can't be told of changes; it is tried again: {fault}"
                );
                sleep(PAUSE).await;
            }
        }
    }
}

/// Tells other servers of this one's changes, where the database can, until it is dropped.
pub(crate) async fn tell_others(store: Store) {
    let mut changes = store.changes();
    while changes.changed().await.is_ok() {
        if let Err(fault) = store.tell_others().await {
            tracing::debug!("other servers were not told of a change: {fault}");
        }
        sleep(TELL_EVERY).await;
    }
}

/// Where in the outbox the subscribers are.
struct Place {
    settled: OutboxPosition,
    cursor: FeedCursor,
    /// What was handed out before it was settled.
    ahead: BTreeSet<OutboxPosition>,
}

/// Hands out what is new, a page at most. True: there may be more.
async fn round(store: &Store, feed: &Feed, place: &mut Option<Place>) -> Result<bool, Fault> {
    let place = match place {
        Some(place) => place,
        None => {
            let settled = store.outbox_end().await?;
            let cursor = store.feed_cursor(settled).await?;
            feed.begun();
            place.insert(Place {
                settled,
                cursor,
                ahead: BTreeSet::new(),
            })
        }
    };
    let events = store.outbox_after(place.settled, PAGE).await?;
    if let Some(last) = events.last() {
        let (settled, cursor) = (last.position, FeedCursor::after(last));
        let fresh = events.into_iter();
        let fresh = fresh.filter(|event| !place.ahead.contains(&event.position));
        hand_out(store, feed, fresh.collect(), cursor).await?;
        place.settled = settled;
        place.cursor = cursor;
        place.ahead = place.ahead.split_off(&settled);
        place.ahead.remove(&settled);
        return Ok(true);
    }
    let mut early = store.outbox_unsettled(place.settled, PAGE).await?;
    early.retain(|event| !place.ahead.contains(&event.position));
    if early.is_empty() {
        return Ok(false);
    }
    // Transactions wait for each other's things and not for each other's numbers: events of one thing are in this order.
    early.sort_by_key(|event| event.position.seq);
    let handed: Vec<OutboxPosition> = early.iter().map(|event| event.position).collect();
    hand_out(store, feed, early, place.cursor).await?;
    place.ahead.extend(handed);
    Ok(true)
}

async fn hand_out(
    store: &Store,
    feed: &Feed,
    events: Vec<OutboxEvent>,
    cursor: FeedCursor,
) -> Result<(), Fault> {
    if events.is_empty() {
        return Ok(());
    }
    let places = store.change_places(&events).await?;
    let all = events.into_iter().zip(places);
    let all = all.map(|(event, place)| Changed { event, place }).collect();
    feed.publish(Changes { all, cursor });
    Ok(())
}

/// What is heard of other servers.
#[derive(Default)]
struct Ears {
    listening: Option<Listening>,
    tried: Option<Instant>,
}

impl Ears {
    async fn open(&mut self, store: &Store) {
        let due = self
            .tried
            .is_none_or(|tried| tried.elapsed() >= LISTEN_EVERY);
        if self.listening.is_some() || !due {
            return;
        }
        self.tried = Some(Instant::now());
        match store.listen().await {
            Ok(listening) => self.listening = listening,
            // Looking now and then is enough.
            Err(fault) => tracing::debug!("changes of other servers are not heard: {fault}"),
        }
    }

    async fn heard(&mut self) {
        match &mut self.listening {
            Some(listening) => {
                if listening.heard().await.is_err() {
                    self.listening = None;
                }
            }
            None => std::future::pending().await,
        }
    }
}
