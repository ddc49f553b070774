//! The feed of one node: one reader of the outbox, any number of subscribers.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use persistence::{ChangePlace, FeedCursor, OutboxEvent};
use tokio::{
    sync::{Notify, broadcast, watch},
    time::timeout,
};

/// How many batches a subscriber may be behind before it is dropped.
const BEHIND: usize = 256;

/// One change, and where its product is.
#[derive(Clone, Debug)]
pub struct Changed {
    /// What was written.
    pub event: OutboxEvent,
    /// What subscribers filter by.
    pub place: ChangePlace,
}

/// Changes that were read together.
#[derive(Debug)]
pub struct Changes {
    /// In order for each thing.
    pub all: Vec<Changed>,
    /// Whoever goes on from here with the query `changes` misses nothing of what comes after these.
    pub cursor: FeedCursor,
}

/// Hands out changes. Cheap to clone: all clones are the same feed.
#[derive(Clone)]
pub struct Feed(Arc<Inner>);

struct Inner {
    sender: broadcast::Sender<Arc<Changes>>,
    /// Held while it is decided whether the reader reads.
    deciding: Mutex<()>,
    /// Whether the reader has begun to read for those who have joined.
    reading: watch::Sender<bool>,
    joined: Notify,
}

impl Default for Feed {
    fn default() -> Self {
        Self(Arc::new(Inner {
            sender: broadcast::Sender::new(BEHIND),
            deciding: Mutex::default(),
            reading: watch::Sender::new(false),
            joined: Notify::new(),
        }))
    }
}

impl Feed {
    /// For the reader: waits until there are subscribers, and tells whether these are new ones, so that it has to begin
    /// where the outbox ends now. It says so by [`Feed::begun`].
    pub async fn wanted(&self) -> bool {
        let mut anew = false;
        loop {
            let joined = self.0.joined.notified();
            {
                let _deciding = self
                    .0
                    .deciding
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                if self.0.sender.receiver_count() > 0 {
                    return anew || !*self.0.reading.borrow();
                }
                self.0.reading.send_replace(false);
                anew = true;
            }
            joined.await;
        }
    }

    /// For the reader: from now on everything that is committed comes.
    pub fn begun(&self) {
        self.0.reading.send_replace(true);
    }

    /// For the reader: hands out changes.
    pub fn publish(&self, changes: Changes) {
        // Without subscribers there is nobody to miss them.
        let _ = self.0.sender.send(Arc::new(changes));
    }

    /// Subscribes: what is committed after this call comes. None: nobody reads the outbox for so long.
    pub(crate) async fn join(
        &self,
        patience: Duration,
    ) -> Option<broadcast::Receiver<Arc<Changes>>> {
        let (receiver, mut reading) = {
            let _deciding = self
                .0
                .deciding
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            (self.0.sender.subscribe(), self.0.reading.subscribe())
        };
        self.0.joined.notify_waiters();
        let begun = timeout(patience, reading.wait_for(|reading| *reading)).await;
        matches!(begun, Ok(Ok(_))).then_some(receiver)
    }
}
