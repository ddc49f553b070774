//! How much may be asked in a time, counted in the cost of operations: by each key or token, and by each address for those
//! who have none.
//!
//! It is a leaky bucket: a burst at once, and what runs out again each second. Servers that are given a Redis count together,
//! others each for itself.

mod address;
mod bucket;
mod shared;

use std::{sync::Arc, time::Duration};

use axum::http::{HeaderMap, HeaderName};
use graphql::{Credential, Viewer};

pub(crate) use self::address::{Address, Peer};
use self::{bucket::Bucket, shared::SharedCounts};
use crate::config::RateSettings;

/// What may be asked in a time.
pub(crate) struct RateLimits {
    keys: Option<Bucket>,
    addresses: Option<Bucket>,
    /// The header by which a proxy tells the address of its client, and how many proxies write into it.
    trusted: Option<(HeaderName, usize)>,
}

impl RateLimits {
    /// # Errors
    /// Where the certificates that TLS to Redis needs can't be read. A Redis that is away is none.
    pub(crate) fn of(settings: &RateSettings) -> anyhow::Result<Self> {
        let shared = settings.shared().map(SharedCounts::at).transpose()?;
        let bucket = |kind, quota| Bucket::new(kind, quota, shared.clone());
        Ok(Self {
            keys: settings.by_key().map(|quota| bucket("key", quota)),
            addresses: settings.by_address().map(|quota| bucket("address", quota)),
            trusted: settings.trusted(),
        })
    }

    /// Who pays for what a viewer asks from an address. None: nobody, since nothing is limited for them.
    pub(crate) fn meter(
        self: &Arc<Self>,
        viewer: &Viewer,
        address: Option<&Address>,
    ) -> Option<Meter> {
        let who = match viewer.credential {
            Credential::None => address?.as_str().to_owned(),
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
        let trusted = self.trusted.as_ref();
        Address::of(
            headers,
            peer,
            trusted.map(|(name, proxies)| (name, *proxies)),
        )
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
    pub(crate) async fn take(&self, cost: u64) -> Result<(), Duration> {
        let bucket = if self.by_address {
            &self.limits.addresses
        } else {
            &self.limits.keys
        };
        match bucket {
            Some(bucket) => bucket.take(&self.who, cost).await,
            None => Ok(()),
        }
    }
}

impl std::fmt::Debug for Meter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // An address is personal data.
        f.write_str("Meter")
    }
}
