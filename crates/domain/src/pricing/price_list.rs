//! Price lists: prices for some channels, customer groups, countries or a time.

use std::collections::BTreeSet;

use super::{Currency, Relative};
use crate::{clock::Timestamp, country::Country, text::Code};

/// A price list, as declared. An empty set of channels, groups or countries binds it to none of them: it holds for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceList {
    /// The seller's key.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// The currency of all its prices.
    pub currency: Currency,
    /// Of two lists that bind the same, the higher wins. 0 where nothing is said.
    pub priority: i32,
    /// Channels, by code.
    pub channels: BTreeSet<Code>,
    /// Customer groups, by code.
    pub customer_groups: BTreeSet<Code>,
    /// Countries.
    pub countries: BTreeSet<Country>,
    /// From when it holds, this moment included. None: from the beginning.
    pub valid_from: Option<Timestamp>,
    /// Until when it holds, this moment excluded. None: without end.
    pub valid_until: Option<Timestamp>,
    /// Digits after the point of its unit prices: the currency's to 6. None: the currency's.
    pub unit_precision: Option<u8>,
    /// How its prices follow from those of another list, where it has none of its own. None: it has its own alone.
    pub relative: Option<Relative>,
}

impl PriceList {
    /// Digits after the point of its unit prices.
    #[must_use]
    pub fn digits(&self) -> u8 {
        self.unit_precision
            .unwrap_or_else(|| self.currency.digits())
    }
}
