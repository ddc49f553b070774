//! One price of a variant.

use super::{Amount, Currency};
use crate::{clock::Timestamp, country::Country, text::Code};

/// One row of prices: what a unit costs from a quantity on, in a list or as base price, perhaps in one country or a time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Price {
    /// The price list's code. None: the base prices.
    pub list: Option<Code>,
    /// ISO 4217; in a list, the list's.
    pub currency: Currency,
    /// For one unit.
    pub amount: Amount,
    /// What it is shown to have cost before. None: nothing is shown.
    pub compare_at: Option<Amount>,
    /// From how many units on; at least 1.
    pub min_quantity: u32,
    /// The only country in which it holds. None: all.
    pub country: Option<Country>,
    /// From when it holds, this moment included. None: from the beginning.
    pub valid_from: Option<Timestamp>,
    /// Until when it holds, this moment excluded. None: without end.
    pub valid_until: Option<Timestamp>,
}
