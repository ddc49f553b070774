//! The arithmetic of a stock level: what each change makes of its units, and which changes are refused.
//!
//! Promises are checked, facts are taken: a reservation never makes the headroom negative, while a count, a limit or a
//! loss is accepted even where it makes a deficit.

#[cfg(test)]
mod tests;

use std::fmt;

use super::{Incoming, QUANTITY_MAX, StockLevel};

/// The quantities of a level, all in units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// Units that are there.
    pub on_hand: i64,
    /// Units held by reservations.
    pub reserved: i64,
    /// Units sold that were not there.
    pub backordered: i64,
    /// Units that are kept back from sale.
    pub safety_stock: i64,
    /// Units that may be sold beyond those that are there.
    pub backorder_limit: i64,
    /// Units that are on their way. None: none are.
    pub incoming: Option<Incoming>,
}

/// What a count says of a level. None: that stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StockCount {
    /// Units that are there.
    pub on_hand: Option<i64>,
    /// Units that are still owed.
    pub backordered: Option<i64>,
    /// Units that are to be kept back.
    pub safety_stock: Option<i64>,
    /// Units that may be sold beyond those that are there.
    pub backorder_limit: Option<i64>,
    /// What is on its way; the inner None: nothing any more.
    pub incoming: Option<Option<Incoming>>,
}

/// A change of a level. Quantities are 1 to [`QUANTITY_MAX`], unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelChange {
    /// Holds units for a reservation.
    Reserve(i64),
    /// Gives held units back: a reservation was released, or has expired.
    Release(i64),
    /// Sells held units. Those that are not there are owed from now on.
    Commit(i64),
    /// Units have come (they first settle what is owed), or, negative, were lost or found missing.
    Adjust(i64),
    /// Units go to another location: only such as are promised to nobody.
    Send(i64),
    /// Somebody counted, or set a limit.
    Count(StockCount),
}

/// Why a change is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelRefusal {
    /// Fewer units can be had.
    OutOfStock {
        /// How many can.
        available: i64,
    },
    /// Fewer units are there than would be taken away.
    NotThere {
        /// How many are there.
        on_hand: i64,
    },
    /// Fewer units are held than shall be given back or sold.
    NotHeld {
        /// How many are held.
        reserved: i64,
    },
    /// More than [`QUANTITY_MAX`] units would be there or owed.
    TooMany,
}

impl fmt::Display for LevelRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfStock { available: 0 } => write!(f, "None is available."),
            Self::OutOfStock { available } => write!(f, "Only {available} are available."),
            Self::NotThere { on_hand } => write!(
                f,
                "Only {on_hand} units are there, so that no more can be taken away."
            ),
            Self::NotHeld { reserved } => write!(f, "Only {reserved} units are held."),
            Self::TooMany => write!(f, "A quantity would be more than {QUANTITY_MAX} units."),
        }
    }
}

impl Units {
    /// `onHand − reserved − backordered − safetyStock + backorderLimit`; negative where a fact made a deficit.
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

    /// What a change makes of them.
    ///
    /// # Errors
    /// Where the change would break a promise, or is not possible.
    pub fn changed(&self, change: LevelChange) -> Result<Self, LevelRefusal> {
        let after = match change {
            LevelChange::Reserve(units) if units > self.headroom() => {
                let available = self.available();
                return Err(LevelRefusal::OutOfStock { available });
            }
            LevelChange::Reserve(units) => Self {
                reserved: self.reserved + units,
                ..*self
            },
            LevelChange::Release(units) | LevelChange::Commit(units) if units > self.reserved => {
                let reserved = self.reserved;
                return Err(LevelRefusal::NotHeld { reserved });
            }
            LevelChange::Release(units) => Self {
                reserved: self.reserved - units,
                ..*self
            },
            LevelChange::Commit(units) => {
                let there = units.min(self.on_hand);
                Self {
                    on_hand: self.on_hand - there,
                    reserved: self.reserved - units,
                    backordered: self.backordered + units - there,
                    ..*self
                }
            }
            LevelChange::Adjust(delta) if delta >= 0 => {
                let settled = delta.min(self.backordered);
                Self {
                    on_hand: self.on_hand + delta - settled,
                    backordered: self.backordered - settled,
                    ..*self
                }
            }
            LevelChange::Adjust(delta) => self.without(-delta)?,
            LevelChange::Send(units) if units > self.in_stock() => {
                let available = self.in_stock().min(self.on_hand);
                return Err(LevelRefusal::OutOfStock { available });
            }
            LevelChange::Send(units) => self.without(units)?,
            LevelChange::Count(count) => self.counted(count),
        };
        if after.on_hand > QUANTITY_MAX || after.backordered > QUANTITY_MAX {
            return Err(LevelRefusal::TooMany);
        }
        Ok(after)
    }

    const fn without(&self, units: i64) -> Result<Self, LevelRefusal> {
        if units > self.on_hand {
            let on_hand = self.on_hand;
            return Err(LevelRefusal::NotThere { on_hand });
        }
        Ok(Self {
            on_hand: self.on_hand - units,
            ..*self
        })
    }

    fn counted(&self, count: StockCount) -> Self {
        Self {
            on_hand: count.on_hand.unwrap_or(self.on_hand),
            reserved: self.reserved,
            backordered: count.backordered.unwrap_or(self.backordered),
            safety_stock: count.safety_stock.unwrap_or(self.safety_stock),
            backorder_limit: count.backorder_limit.unwrap_or(self.backorder_limit),
            incoming: count.incoming.unwrap_or(self.incoming),
        }
    }
}

impl StockLevel {
    /// Its quantities.
    #[must_use]
    pub const fn units(&self) -> Units {
        Units {
            on_hand: self.on_hand,
            reserved: self.reserved,
            backordered: self.backordered,
            safety_stock: self.safety_stock,
            backorder_limit: self.backorder_limit,
            incoming: self.incoming,
        }
    }
}
