//! How much may be asked in a time, counted in the cost of operations: by each key or token, and by each address for those
//! who have none.
//!
//! It is a leaky bucket (`governor`): a burst at once, and what runs out again each second. Each server counts for itself.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::http::{HeaderMap, HeaderName};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};
use graphql::{Credential, Viewer};

use crate::config::{RateQuota, RateSettings};

/// After so many questions those who haven't asked for long are forgotten.
const FORGET_EVERY: u32 = 4096;

/// The address at the other end of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// From where somebody asks, as far as it counts. It is personal data: it stays in memory.
pub(crate) struct Address(String);

/// What may be asked in a time.
pub(crate) struct RateLimits {
    keys: Option<Bucket>,
    addresses: Option<Bucket>,
    /// The header by which a proxy tells the address of its client, and how many proxies write into it.
    trusted: Option<(HeaderName, usize)>,
}

struct Bucket {
    burst: NonZeroU32,
    limiter: DefaultKeyedRateLimiter<String>,
    asked: AtomicU32,
}

impl Bucket {
    fn of(quota: RateQuota) -> Self {
        let rate = Quota::per_second(quota.per_second).allow_burst(quota.burst);
        Self {
            burst: quota.burst,
            limiter: RateLimiter::keyed(rate),
            asked: AtomicU32::new(0),
        }
    }

    /// Takes so many points, or tells how long to wait for them. What costs more than the burst needs a full bucket.
    fn take(&self, who: &String, cost: u64) -> Result<(), Duration> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.limiter.retain_recent();
        }
        let cost = u32::try_from(cost).unwrap_or(u32::MAX);
        let cost = NonZeroU32::new(cost).map_or(NonZeroU32::MIN, |cost| cost.min(self.burst));
        match self.limiter.check_key_n(who, cost) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(not_until)) => {
                let now = self.limiter.clock().now();
                Err(not_until.wait_time_from(now))
            }
            Err(_) => Err(Duration::from_secs(1)),
        }
    }
}

impl RateLimits {
    pub(crate) fn of(settings: &RateSettings) -> Self {
        Self {
            keys: settings.by_key().map(Bucket::of),
            addresses: settings.by_address().map(Bucket::of),
            trusted: settings.trusted(),
        }
    }

    /// Who pays for what a viewer asks from an address. None: nobody, since nothing is limited for them.
    pub(crate) fn meter(
        self: &Arc<Self>,
        viewer: &Viewer,
        address: Option<&Address>,
    ) -> Option<Meter> {
        let who = match viewer.credential {
            Credential::None => address?.0.clone(),
            Credential::ApiKey | Credential::Token => {
                self.keys.as_ref()?;
                format!("{:?} {}", viewer.credential, viewer.name)
            }
        };
        Some(Meter {
            limits: Arc::clone(self),
            by_address: viewer.credential == Credential::None,
            who,
        })
    }

    /// The address that a request comes from. None: nobody knows, or addresses are not limited.
    pub(crate) fn address(&self, headers: &HeaderMap, peer: Option<Peer>) -> Option<Address> {
        self.addresses.as_ref()?;
        let told = self.trusted.as_ref().and_then(|(name, proxies)| {
            let values = headers.get_all(name).iter();
            let texts = values.filter_map(|value| value.to_str().ok());
            let all: Vec<&str> = texts
                .flat_map(|text| text.split(','))
                .map(str::trim)
                .collect();
            let place = all.len().checked_sub(*proxies)?;
            parsed(all.get(place)?)
        });
        let address = told.or_else(|| peer.map(|peer| peer.0.ip()))?;
        Some(Address(network(address)))
    }
}

/// With a port or without, as proxies write it.
fn parsed(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.parse().ok().or_else(with_port)
}

/// The address; of the sixth version its network, since one client has all of that.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
    }
}

/// Whoever pays for a request.
#[derive(Clone)]
pub struct Meter {
    limits: Arc<RateLimits>,
    by_address: bool,
    who: String,
}

impl Meter {
    /// Takes the cost of an operation.
    ///
    /// # Errors
    /// How long to wait where there isn't enough left.
    pub(crate) fn take(&self, cost: u64) -> Result<(), Duration> {
        let bucket = if self.by_address {
            &self.limits.addresses
        } else {
            &self.limits.keys
        };
        bucket
            .as_ref()
            .map_or(Ok(()), |bucket| bucket.take(&self.who, cost))
    }
}

impl std::fmt::Debug for Meter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // An address is personal data.
        f.write_str("Meter")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(trusted: Option<(&'static str, usize)>) -> Arc<RateLimits> {
        let quota = RateQuota {
            per_second: NonZeroU32::MIN,
            burst: NonZeroU32::new(10).unwrap(),
        };
        Arc::new(RateLimits {
            keys: None,
            addresses: Some(Bucket::of(quota)),
            trusted: trusted.map(|(name, proxies)| (HeaderName::from_static(name), proxies)),
        })
    }

    fn address(limits: &RateLimits, headers: &[(&'static str, &str)], peer: &str) -> String {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect();
        let peer = Peer(peer.parse().unwrap());
        limits.address(&headers, Some(peer)).unwrap().0
    }

    #[test]
    fn a_header_is_believed_only_where_it_is_configured() {
        let forged = [("x-forwarded-for", "6.6.6.6, 9.9.9.9")];
        let (own, proxied) = (limits(None), limits(Some(("x-forwarded-for", 1))));
        assert_eq!(address(&own, &forged, "1.2.3.4:5"), "1.2.3.4");
        // What the client itself wrote stands before what the proxy did.
        assert_eq!(address(&proxied, &forged, "1.2.3.4:5"), "9.9.9.9");
        assert_eq!(
            address(&limits(Some(("x-forwarded-for", 2))), &forged, "1.2.3.4:5"),
            "6.6.6.6"
        );
        assert_eq!(address(&proxied, &[], "1.2.3.4:5"), "1.2.3.4");
        assert_eq!(
            address(&proxied, &[("x-forwarded-for", "nonsense")], "1.2.3.4:5"),
            "1.2.3.4"
        );
    }

    #[test]
    fn addresses_of_one_network_are_one() {
        let own = limits(None);
        assert_eq!(
            address(&own, &[], "[2001:db8:1:2:3:4:5:6]:7"),
            "2001:db8:1:2::"
        );
        assert_eq!(address(&own, &[], "[::ffff:1.2.3.4]:7"), "1.2.3.4");
        assert_eq!(parsed("[2001:db8::1]:80"), parsed("2001:db8::1"));
        assert_eq!(parsed("1.2.3.4:80"), parsed("1.2.3.4"));
    }

    #[test]
    fn the_burst_is_had_at_once_and_then_it_is_waited() {
        let limits = limits(None);
        let meter = |peer: &str| {
            let peer = Peer(peer.parse().unwrap());
            let address = limits.address(&HeaderMap::new(), Some(peer));
            limits
                .meter(&Viewer::anonymous(), address.as_ref())
                .unwrap()
        };
        let one = meter("1.2.3.4:5");
        assert_eq!(one.take(7), Ok(()));
        let wait = one.take(7).unwrap_err();
        assert!(
            wait > Duration::from_secs(3) && wait < Duration::from_secs(5),
            "{wait:?}"
        );
        assert_eq!(one.take(3), Ok(()));
        // Others have a bucket of their own, and what costs more than the burst needs a full one.
        assert_eq!(meter("4.3.2.1:5").take(1_000), Ok(()));
        assert!(meter("4.3.2.1:6").take(1).is_err());
    }
}
