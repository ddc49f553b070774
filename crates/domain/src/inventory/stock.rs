//! Stock of a variant at a location.

use chrono::NaiveDate;

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
    /// Units that are on their way. None: none are.
    pub incoming: Option<Incoming>,
}

/// Units that are on their way to a location. They are told, and promise nothing: they can be sold once they are received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// How many, 1 to [`QUANTITY_MAX`].
    pub quantity: i64,
    /// On which day they are expected. None: not known.
    pub expected_on: Option<NaiveDate>,
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
    /// Units that are on their way. None: none are.
    pub incoming: Option<Incoming>,
    /// Counts the changes of this level, from 1.
    pub version: i64,
}

impl StockLevel {
    /// `onHand − reserved − backordered − safetyStock + backorderLimit`; negative where a count or a limit made a deficit.
    #[must_use]
    pub const fn headroom(&self) -> i64 {
        self.units().headroom()
    }

    /// Units that can be reserved now: the headroom, and 0 instead of a deficit.
    #[must_use]
    pub const fn available(&self) -> i64 {
        self.units().available()
    }

    /// Units that can be reserved without going on backorder.
    #[must_use]
    pub const fn in_stock(&self) -> i64 {
        self.units().in_stock()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(
        on_hand: i64,
        reserved: i64,
        backordered: i64,
        safety_stock: i64,
        backorder_limit: i64,
    ) -> StockLevel {
        StockLevel {
            location: Code::trusted("berlin"),
            on_hand,
            reserved,
            backordered,
            safety_stock,
            backorder_limit,
            incoming: None,
            version: 1,
        }
    }

    #[test]
    fn headroom_is_what_is_there_less_what_is_promised_and_kept_back_plus_what_may_be_sold_beyond()
    {
        assert_eq!(
            level(100, 20, 3, 7, 1000).headroom(),
            100 - 20 - 3 - 7 + 1000
        );
        assert_eq!(level(12, 0, 0, 0, 0).available(), 12);
    }

    #[test]
    fn a_deficit_is_told_by_the_headroom_and_reads_0_as_available() {
        let deficit = level(5, 8, 0, 2, 0);
        assert_eq!(
            (deficit.headroom(), deficit.available(), deficit.in_stock()),
            (-5, 0, 0)
        );
    }

    #[test]
    fn what_may_be_backordered_is_available_but_not_in_stock() {
        let level = level(3, 1, 0, 0, 10);
        assert_eq!((level.available(), level.in_stock()), (12, 2));
        let sold_out = self::level(0, 0, 4, 0, 10);
        assert_eq!((sold_out.available(), sold_out.in_stock()), (6, 0));
    }

    #[test]
    fn the_largest_quantities_do_not_overflow() {
        let most = QUANTITY_MAX;
        assert_eq!(level(most, 0, 0, 0, most).available(), 2 * most);
        assert_eq!(level(0, most, most, most, 0).headroom(), -3 * most);
    }
}
