//! How much may be asked in a time.

use std::num::{NonZeroU32, NonZeroUsize};

use axum::http::HeaderName;
use serde::{Deserialize, Deserializer, de::Error as _};

use super::address::RedisUrl;

/// Limits of what is asked in a time, in points of cost. 0: not limited.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateSettings {
    key_per_second: u32,
    key_burst: u32,
    address_per_second: u32,
    address_burst: u32,
    #[serde(default, deserialize_with = "header")]
    trusted_header: Option<HeaderName>,
    trusted_proxies: NonZeroUsize,
    redis_url: Option<RedisUrl>,
    redis_prefix: String,
}

/// Where several servers count together.
#[derive(Clone, Debug)]
pub(crate) struct SharedRates {
    pub(crate) url: RedisUrl,
    /// What the names of all counts begin with.
    pub(crate) prefix: String,
}

/// What runs out again each second, and what may be had at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RateQuota {
    pub(crate) per_second: NonZeroU32,
    pub(crate) burst: NonZeroU32,
}

impl RateSettings {
    /// For each key and each holder of a token. None: not limited.
    pub(crate) fn by_key(&self) -> Option<RateQuota> {
        quota(self.key_per_second, self.key_burst)
    }

    /// For each address without a key. None: not limited.
    pub(crate) fn by_address(&self) -> Option<RateQuota> {
        quota(self.address_per_second, self.address_burst)
    }

    /// Where servers count together. None: each counts for itself.
    pub(crate) fn shared(&self) -> Option<SharedRates> {
        Some(SharedRates {
            url: self.redis_url.clone()?,
            prefix: self.redis_prefix.clone(),
        })
    }

    /// The header in which proxies tell the address of their client, and how many of them write into it. None: the address is
    /// that of the connection.
    pub(crate) fn trusted(&self) -> Option<(HeaderName, usize)> {
        let name = self.trusted_header.clone()?;
        Some((name, self.trusted_proxies.get()))
    }
}

/// Without a burst of its own that of ten seconds.
fn quota(per_second: u32, burst: u32) -> Option<RateQuota> {
    let per_second = NonZeroU32::new(per_second)?;
    let burst = NonZeroU32::new(burst);
    Some(RateQuota {
        per_second,
        burst: burst.unwrap_or(per_second.saturating_mul(NonZeroU32::MIN.saturating_add(9))),
    })
}

fn header<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<HeaderName>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let name = HeaderName::try_from(&*text);
    name.map(Some).map_err(|_| {
        D::Error::custom(format!(
            "`{text}` is no name of a header, such as x-forwarded-for"
        ))
    })
}
