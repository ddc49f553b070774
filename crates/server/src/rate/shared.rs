//! Counts that several servers share, in a Redis.
//!
//! A bucket is one number there: when it will be full again, by the clock of that Redis, so that the clocks of the servers
//! don't matter. It goes away by itself at that time. The reckoning is the generic cell rate algorithm, as `governor` does it.

use std::{
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use redis::{
    Client, RedisError, Script,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use sha2::{Digest as _, Sha256};

use crate::config::{RateQuota, SharedRates};

/// How long a request waits for the Redis.
const PATIENCE: Duration = Duration::from_millis(250);
/// How long a Redis that didn't answer isn't asked again.
const PAUSE: Duration = Duration::from_secs(1);

/// Takes points from a bucket. Tells 0, or how many microseconds to wait. Its arguments are the microseconds that one point
/// takes to run out, the points of the burst, and those that are asked for.
const TAKE: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local each, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + cost * each
local wait = full - burst * each - now
if wait > 0 then
  return math.ceil(wait)
end
redis.call('SET', KEYS[1], string.format('%.17g', full), 'PX', math.ceil((full - now) / 1000))
return 0
";

/// The counts of all servers of one Redis and prefix.
#[derive(Clone)]
pub(super) struct SharedCounts(Arc<Parts>);

struct Parts {
    /// Connects when it is first used, and anew when it was cut off.
    connection: ConnectionManager,
    prefix: String,
    script: Script,
    /// None: the Redis answers. Else when it may be asked again.
    asleep_until: Mutex<Option<Instant>>,
}

impl SharedCounts {
    /// Connects nothing yet.
    ///
    /// # Errors
    /// Where the certificates that TLS needs can't be read.
    pub(super) fn at(rates: SharedRates) -> Result<Self, RedisError> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE))
            .set_number_of_retries(0);
        let client = Client::open(rates.url.as_str())?;
        Ok(Self(Arc::new(Parts {
            connection: ConnectionManager::new_lazy_with_config(client, config)?,
            prefix: rates.prefix,
            script: Script::new(TAKE),
            asleep_until: Mutex::new(None),
        })))
    }

    /// Takes so many points, or tells how long to wait for them. None: the Redis doesn't answer, which the log says once.
    pub(super) async fn take(
        &self,
        kind: &str,
        who: &str,
        quota: RateQuota,
        cost: NonZeroU32,
    ) -> Option<Result<(), Duration>> {
        if self.is_asleep() {
            return None;
        }
        let mut invocation = self.0.script.key(self.name(kind, who));
        invocation
            .arg(1_000_000.0 / f64::from(quota.per_second.get()))
            .arg(quota.burst.get())
            .arg(cost.get());
        let mut connection = self.0.connection.clone();
        let asked = tokio::time::timeout(PATIENCE, invocation.invoke_async::<u64>(&mut connection));
        match asked.await {
            Ok(Ok(wait)) => {
                self.answered();
                Some(match wait {
                    0 => Ok(()),
                    wait => Err(Duration::from_micros(wait)),
                })
            }
            Ok(Err(error)) => self.failed(&error),
            Err(late) => self.failed(&late),
        }
    }

    /// The name of a bucket. Who asks is told by a hash alone: an address is personal data.
    fn name(&self, kind: &str, who: &str) -> String {
        let hash = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(who.as_bytes()));
        format!("{}:rate:{kind}:{hash}", self.0.prefix)
    }

    fn asleep_until(&self) -> MutexGuard<'_, Option<Instant>> {
        let guard = self.0.asleep_until.lock();
        guard.unwrap_or_else(PoisonError::into_inner)
    }

    fn is_asleep(&self) -> bool {
        self.asleep_until()
            .is_some_and(|until| Instant::now() < until)
    }

    fn answered(&self) {
        if self.asleep_until().take().is_some() {
            tracing::info!("Redis answers again: rates are counted together");
        }
    }

    fn failed(&self, error: &dyn std::error::Error) -> Option<Result<(), Duration>> {
        let until = Instant::now().checked_add(PAUSE);
        if std::mem::replace(&mut *self.asleep_until(), until).is_none() {
            tracing::warn!(
                error = %error,
                "Redis doesn't answer: each server counts rates for itself until it does"
            );
        }
        None
    }
}
