//! How much is executed at once.
//!
//! Cheap operations only have to find one of many places. Costly ones share few places besides, fewer than there are
//! cores, so that however many of them come there is a core left for what is cheap.

use std::{sync::Arc, thread::available_parallelism};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::error::{Code, Refusal};
use super::limits::Limits;

/// The places of a server.
pub(super) struct Load {
    places: Arc<Semaphore>,
    costly: Arc<Semaphore>,
    /// KiB of bodies that are being read.
    bodies: Arc<Semaphore>,
    limits: Limits,
}

/// A place, until it is dropped.
pub(super) struct Place {
    _place: OwnedSemaphorePermit,
    _costly: Option<OwnedSemaphorePermit>,
}

impl Load {
    pub(super) fn new(limits: Limits) -> Self {
        let costly = match limits.costly_requests {
            0 => available_parallelism()
                .map_or(1, |cores| cores.get() / 2)
                .max(1),
            configured => configured,
        };
        let places = |count: usize| Arc::new(Semaphore::new(count.min(Semaphore::MAX_PERMITS)));
        Self {
            places: places(limits.requests),
            costly: places(costly),
            bodies: places(limits.bodies_bytes / 1024),
            limits,
        }
    }

    /// Waits for a place for an operation of this cost.
    ///
    /// # Errors
    /// `OVERLOADED` where none gets free in time.
    pub(super) async fn enter(&self, cost: u64) -> Result<Place, Refusal> {
        let place = self.wait_for(&self.places).await?;
        let costly = if cost >= self.limits.costly {
            Some(self.wait_for(&self.costly).await?)
        } else {
            None
        };
        Ok(Place {
            _place: place,
            _costly: costly,
        })
    }

    async fn wait_for(&self, places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Refusal> {
        if let Ok(place) = Arc::clone(places).try_acquire_owned() {
            return Ok(place);
        }
        let waited = timeout(self.limits.patience, Arc::clone(places).acquire_owned()).await;
        waited
            .ok()
            .and_then(Result::ok)
            .ok_or_else(|| overloaded("The server has too much to do at the moment. Try again."))
    }

    /// What the bodies of strangers may take of the memory together.
    pub(super) fn bodies(&self) -> &Arc<Semaphore> {
        &self.bodies
    }
}

pub(super) fn overloaded(message: &str) -> Refusal {
    Refusal::new(Code::Overloaded, message)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn load() -> Load {
        Load::new(Limits {
            requests: 2,
            costly: 100,
            costly_requests: 1,
            patience: Duration::from_secs(1),
            ..Limits::default()
        })
    }

    async fn code(load: &Load, cost: u64) -> Option<Code> {
        load.enter(cost).await.err().map(|refusal| refusal.code)
    }

    #[tokio::test(start_paused = true)]
    async fn costly_operations_leave_places_for_cheap_ones() {
        let load = load();
        let costly = load.enter(100).await.unwrap();
        assert_eq!(code(&load, 100).await, Some(Code::Overloaded));
        assert_eq!(code(&load, 99).await, None);
        drop(costly);
        assert_eq!(code(&load, 100).await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn who_finds_no_place_waits_a_while() {
        let load = Arc::new(load());
        let first = load.enter(1).await.unwrap();
        let _second = load.enter(1).await.unwrap();
        assert_eq!(code(&load, 1).await, Some(Code::Overloaded));
        let waiting = tokio::spawn({
            let load = Arc::clone(&load);
            async move { load.enter(1).await.is_ok() }
        });
        tokio::task::yield_now().await;
        drop(first);
        assert!(waiting.await.unwrap());
    }
}
