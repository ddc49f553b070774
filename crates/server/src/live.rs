//! What stays open: WebSockets and streams of events. How many there may be, how many there are, and their end.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::{config::SubscriptionSettings, metrics::Metrics};

/// Keeps count of what stays open. Cheap to clone: all clones count together.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    settings: SubscriptionSettings,
    metrics: Arc<Metrics>,
    sockets: Arc<Semaphore>,
    events: Arc<Semaphore>,
    ending: watch::Sender<bool>,
}

/// A socket's place; given back when it is dropped.
pub(crate) struct LiveSocket {
    metrics: Arc<Metrics>,
    _place: OwnedSemaphorePermit,
}

/// An operation that is running on a socket or as a stream of events; it is counted until it is dropped.
pub struct LiveStream {
    metrics: Arc<Metrics>,
    transport: &'static str,
    place: Option<OwnedSemaphorePermit>,
}

impl Live {
    /// Nothing is open.
    pub fn new(settings: SubscriptionSettings, metrics: Arc<Metrics>) -> Self {
        Self(Arc::new(Inner {
            sockets: Arc::new(Semaphore::new(settings.sockets())),
            events: Arc::new(Semaphore::new(settings.event_streams())),
            settings,
            metrics,
            ending: watch::Sender::new(false),
        }))
    }

    pub(crate) fn settings(&self) -> &SubscriptionSettings {
        &self.0.settings
    }

    /// A place for a socket. None: all are taken, or the server is ending.
    pub(crate) fn socket(&self) -> Option<LiveSocket> {
        if self.is_ending() {
            return None;
        }
        let place = Arc::clone(&self.0.sockets).try_acquire_owned().ok()?;
        self.0.metrics.socket(1.0);
        Some(LiveSocket {
            metrics: Arc::clone(&self.0.metrics),
            _place: place,
        })
    }

    /// A place for a stream of events. None: all are taken, or the server is ending.
    pub(crate) fn events(&self) -> Option<LiveStream> {
        if self.is_ending() {
            return None;
        }
        let place = Arc::clone(&self.0.events).try_acquire_owned().ok()?;
        let mut stream = self.stream("events");
        stream.place = Some(place);
        Some(stream)
    }

    /// Counts an operation.
    pub(crate) fn stream(&self, transport: &'static str) -> LiveStream {
        self.0.metrics.stream(transport, 1.0);
        LiveStream {
            metrics: Arc::clone(&self.0.metrics),
            transport,
            place: None,
        }
    }

    /// Ends all that is open, and lets nothing new be opened.
    pub fn end(&self) {
        self.0.ending.send_replace(true);
    }

    /// Whether the server is about to end.
    pub fn is_ending(&self) -> bool {
        *self.0.ending.borrow()
    }

    /// Waits until the server is about to end.
    pub(crate) fn ending(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut ending = self.0.ending.subscribe();
        // Whoever holds the sender is alive as long as `self` is, and an end is an end too.
        async move { drop(ending.wait_for(|ending| *ending).await) }
    }

    /// Waits until no socket is open. Streams of events end with their connections.
    pub async fn closed(&self) {
        let all = u32::try_from(self.0.settings.sockets()).unwrap_or(u32::MAX);
        drop(self.0.sockets.acquire_many(all).await);
    }
}

impl Drop for LiveSocket {
    fn drop(&mut self) {
        self.metrics.socket(-1.0);
    }
}

impl Drop for LiveStream {
    fn drop(&mut self) {
        self.metrics.stream(self.transport, -1.0);
    }
}
