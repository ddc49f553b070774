//! WebSockets and streams of events.

use std::{
    num::{NonZeroU32, NonZeroU64, NonZeroUsize},
    time::Duration,
};

use chrono::TimeDelta;
use serde::Deserialize;

use crate::front::Limits;

/// What may stay open, and for how long.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubscriptionSettings {
    max_sockets: NonZeroU32,
    max_event_streams: NonZeroU32,
    streams_per_socket: NonZeroUsize,
    init_timeout_seconds: NonZeroU64,
    ping_seconds: NonZeroU64,
    idle_timeout_seconds: NonZeroU64,
    changes_kept_days: NonZeroU32,
}

impl SubscriptionSettings {
    /// How many WebSockets may be open at once.
    #[must_use]
    pub fn sockets(&self) -> usize {
        places(self.max_sockets)
    }

    /// How many operations may send events at once, beside those on WebSockets.
    #[must_use]
    pub fn event_streams(&self) -> usize {
        places(self.max_event_streams)
    }

    /// How many operations may run on one WebSocket at once.
    #[must_use]
    pub fn streams_per_socket(&self) -> usize {
        self.streams_per_socket.get()
    }

    /// How long a client of a new WebSocket may take to send `connection_init`.
    #[must_use]
    pub fn init_timeout(&self) -> Duration {
        Duration::from_secs(self.init_timeout_seconds.get())
    }

    /// How often a client is asked for a sign of life; without one for twice as long it is gone.
    #[must_use]
    pub fn ping(&self) -> Duration {
        Duration::from_secs(self.ping_seconds.get())
    }

    /// How long a WebSocket may be open while nothing runs on it.
    #[must_use]
    pub fn idle_timeout(&self) -> Duration {
        Duration::from_secs(self.idle_timeout_seconds.get())
    }

    /// For how long the query `changes` tells of a change.
    #[must_use]
    pub fn changes_kept(&self) -> TimeDelta {
        TimeDelta::days(self.changes_kept_days.get().into())
    }

    /// The longest message of a client, in bytes: as long as a storefront's body. An admin's longer ones are posted.
    #[must_use]
    pub fn message_bytes(&self, limits: &Limits) -> usize {
        limits.body_bytes
    }
}

fn places(number: NonZeroU32) -> usize {
    usize::try_from(number.get())
        .unwrap_or(usize::MAX)
        .min(tokio::sync::Semaphore::MAX_PERMITS)
}
