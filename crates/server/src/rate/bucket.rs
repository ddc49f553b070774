//! Leaky buckets, one for each who asks.

use std::{
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};

use super::shared::SharedCounts;
use crate::config::RateQuota;

/// After so many questions those who haven't asked for long are forgotten.
const FORGET_EVERY: u32 = 4096;

/// The buckets of one kind of who asks.
pub(super) struct Bucket {
    kind: &'static str,
    quota: RateQuota,
    /// What other servers take from, too. None: this server counts for itself.
    shared: Option<SharedCounts>,
    own: DefaultKeyedRateLimiter<String>,
    asked: AtomicU32,
}

impl Bucket {
    pub(super) fn new(kind: &'static str, quota: RateQuota, shared: Option<SharedCounts>) -> Self {
        let rate = Quota::per_second(quota.per_second).allow_burst(quota.burst);
        Self {
            kind,
            quota,
            shared,
            own: RateLimiter::keyed(rate),
            asked: AtomicU32::new(0),
        }
    }

    /// Takes so many points, or tells how long to wait for them. What costs more than the burst needs a full bucket.
    pub(super) async fn take(&self, who: &String, cost: u64) -> Result<(), Duration> {
        let cost = u32::try_from(cost).unwrap_or(u32::MAX);
        let cost = NonZeroU32::new(cost).map_or(NonZeroU32::MIN, |cost| cost.min(self.quota.burst));
        if let Some(shared) = &self.shared
            && let Some(answer) = shared.take(self.kind, who, self.quota, cost).await
        {
            return answer;
        }
        self.take_of_own(who, cost)
    }

    fn take_of_own(&self, who: &String, cost: NonZeroU32) -> Result<(), Duration> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.own.retain_recent();
        }
        match self.own.check_key_n(who, cost) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(not_until)) => {
                let now = self.own.clock().now();
                Err(not_until.wait_time_from(now))
            }
            Err(_) => Err(Duration::from_secs(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_burst_is_had_at_once_and_then_it_is_waited() {
        let quota = RateQuota {
            per_second: NonZeroU32::MIN,
            burst: NonZeroU32::new(10).unwrap(),
        };
        let bucket = Bucket::new("address", quota, None);
        let (one, other) = (String::from("1.2.3.4"), String::from("4.3.2.1"));
        assert_eq!(bucket.take(&one, 7).await, Ok(()));
        let wait = bucket.take(&one, 7).await.unwrap_err();
        assert!(
            wait > Duration::from_secs(3) && wait < Duration::from_secs(5),
            "{wait:?}"
        );
        assert_eq!(bucket.take(&one, 3).await, Ok(()));
        // Others have a bucket of their own, and what costs more than the burst needs a full one.
        assert_eq!(bucket.take(&other, 1_000).await, Ok(()));
        assert!(bucket.take(&other, 1).await.is_err());
    }
}
