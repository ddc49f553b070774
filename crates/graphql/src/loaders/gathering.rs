//! Which keys are read together.
//!
//! The first field that asks opens a gathering and leads it: it lets all others of its request go on until none of them
//! asks for anything more, and only then reads the keys that have come together. The others wait for it to be done.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use futures_util::{FutureExt, future::Shared};
use tokio::sync::oneshot;

/// Counts what a request's loaders are asked and answer.
#[derive(Debug, Default)]
pub(super) struct Activity(AtomicU64);

/// The longest wait for quiet, in turns of the runtime. A request comes to rest by itself; this is for mistakes.
const MAX_TURNS: usize = 1_000;

impl Activity {
    fn note(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// Comes back when a turn has passed in which no field asked for anything or got an answer.
    async fn quiet(&self) {
        let mut seen = self.0.load(Ordering::Relaxed);
        for _ in 0..MAX_TURNS {
            tokio::task::yield_now().await;
            let now = self.0.load(Ordering::Relaxed);
            if now == seen {
                return;
            }
            seen = now;
        }
    }
}

/// The keys that wait to be read together.
pub(super) struct Gathering<K> {
    open: Mutex<Option<Open<K>>>,
    activity: Arc<Activity>,
}

struct Open<K> {
    keys: Vec<K>,
    done: Shared<oneshot::Receiver<()>>,
}

impl<K> Gathering<K> {
    pub(super) const fn new(activity: Arc<Activity>) -> Self {
        Self {
            open: Mutex::new(None),
            activity,
        }
    }

    /// Has a key read with others, by `read` if this one leads. False: the one who led was given up.
    pub(super) async fn join(&self, key: K, read: impl AsyncFnOnce(Vec<K>)) -> bool {
        self.activity.note();
        let done = match self.enter(key) {
            Entered::Leads(done) => {
                let leading = Leading { gathering: self };
                self.activity.quiet().await;
                read(leading.close()).await;
                // Whether anybody waits for it doesn't matter.
                let _ = done.send(());
                true
            }
            Entered::Follows(done) => done.await.is_ok(),
        };
        self.activity.note();
        done
    }

    fn enter(&self, key: K) -> Entered {
        let mut open = self.lock();
        if let Some(open) = &mut *open {
            open.keys.push(key);
            return Entered::Follows(open.done.clone());
        }
        let (sender, receiver) = oneshot::channel();
        *open = Some(Open {
            keys: vec![key],
            done: receiver.shared(),
        });
        Entered::Leads(sender)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Open<K>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Entered {
    Leads(oneshot::Sender<()>),
    Follows(Shared<oneshot::Receiver<()>>),
}

/// Leads the open gathering. If it is given up before it has closed it, the next one who asks opens another.
struct Leading<'g, K> {
    gathering: &'g Gathering<K>,
}

impl<K> Leading<'_, K> {
    fn close(self) -> Vec<K> {
        let open = self.gathering.lock().take();
        std::mem::forget(self);
        open.map(|open| open.keys).unwrap_or_default()
    }
}

impl<K> Drop for Leading<'_, K> {
    fn drop(&mut self) {
        *self.gathering.lock() = None;
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

    use super::*;

    #[tokio::test]
    async fn all_who_ask_in_one_turn_are_read_together() {
        let gathering = Gathering::new(Arc::default());
        let batches = Mutex::new(Vec::new());
        let asking = (0..100)
            .map(|key| gathering.join(key, async |keys| batches.lock().unwrap().push(keys.len())));
        assert!(join_all(asking).await.into_iter().all(|done| done));
        assert_eq!(*batches.lock().unwrap(), [100]);
    }

    #[tokio::test]
    async fn whoever_waits_for_one_that_is_given_up_is_told() {
        let gathering = Gathering::new(Arc::default());
        let nothing = async |_| ();
        let mut leader = Box::pin(gathering.join(1, nothing));
        assert!(leader.as_mut().now_or_never().is_none());
        let mut follower = Box::pin(gathering.join(2, nothing));
        assert!(follower.as_mut().now_or_never().is_none());
        drop(leader);
        assert!(!follower.await);
        assert!(gathering.join(2, nothing).await);
    }
}
