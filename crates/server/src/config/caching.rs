//! How long caches may keep answers, and the memory for those that the server itself keeps.

use std::time::Duration;

use serde::Deserialize;

use crate::front::Keeping;

/// Seconds by what is in an answer; the fewest hold for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CachingSettings {
    /// The memory for answers to storefronts' queries, in bytes; 0: none are kept.
    pub answer_bytes: u64,
    schema_seconds: u32,
    catalog_seconds: u32,
    price_seconds: u32,
    search_seconds: u32,
    stock_seconds: u32,
}

impl CachingSettings {
    /// As the front door takes them.
    #[must_use]
    pub fn of_front(&self) -> Keeping {
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        Keeping {
            schema: seconds(self.schema_seconds),
            catalog: seconds(self.catalog_seconds),
            price: seconds(self.price_seconds),
            search: seconds(self.search_seconds),
            stock: seconds(self.stock_seconds),
        }
    }
}
