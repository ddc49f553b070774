//! Stock of a variant at a location.

use crate::text::Code;

/// The largest quantity that is taken anywhere.
pub const QUANTITY_MAX: i64 = 1_000_000_000;

/// What a seller declares of a variant's stock at one location. Quantities are units, 0 to [`QUANTITY_MAX`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stock {
    /// The location's code.
    pub location: Code,
    /// Units that are there.
    pub on_hand: i64,
    /// Units that are kept back from sale.
    pub safety_stock: i64,
    /// Units that may be sold beyond those that are there.
    pub backorder_limit: i64,
}

/// A level as the store keeps it: what was declared and what reservations have made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockLevel {
    /// The location's code.
    pub location: Code,
    /// Units that are there.
    pub on_hand: i64,
    /// Units held by reservations that are neither committed nor released.
    pub reserved: i64,
    /// Units sold that were not there, settled by the next receipts.
    pub backordered: i64,
    /// Units that are kept back from sale.
    pub safety_stock: i64,
    /// Units that may be sold beyond those that are there.
    pub backorder_limit: i64,
    /// Counts the changes of this level, from 1.
    pub version: i64,
}

impl StockLevel {
    /// `onHand − reserved − backordered − safetyStock + backorderLimit`; negative where a count or a limit made a deficit.
    #[must_use]
    pub const fn headroom(&self) -> i64 {
        self.on_hand - self.reserved - self.backordered - self.safety_stock + self.backorder_limit
    }

    /// Units that can be reserved now: the headroom, and 0 instead of a deficit.
    #[must_use]
    pub const fn available(&self) -> i64 {
        let headroom = self.headroom();
        if headroom > 0 { headroom } else { 0 }
    }

    /// Units that can be reserved without going on backorder.
    #[must_use]
    pub const fn in_stock(&self) -> i64 {
        let units = self.headroom() - self.backorder_limit;
        if units > 0 { units } else { 0 }
    }
}
