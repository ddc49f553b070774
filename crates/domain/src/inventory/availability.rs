//! What a buyer is told of stock: a status and a quantity, over the locations of the channel.

#[cfg(test)]
mod tests;

use super::StockLevel;
use crate::text::Code;

/// Whether something can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StockStatus {
    /// Units are there.
    InStock,
    /// Units are there, but no more than the low-stock threshold.
    LowStock,
    /// None is there, but it can be ordered.
    Backorder,
    /// It cannot be had now.
    OutOfStock,
    /// Its stock is not counted; it can always be had.
    Untracked,
}

crate::spelling::spelled!(StockStatus {
    InStock => "IN_STOCK",
    LowStock => "LOW_STOCK",
    Backorder => "BACKORDER",
    OutOfStock => "OUT_OF_STOCK",
    Untracked => "UNTRACKED",
});

/// What a buyer is told of a variant, or of a product as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Availability {
    /// Whether it can be had.
    pub status: StockStatus,
    /// How many units can be ordered now, backorders included. None: not counted.
    pub quantity: Option<i64>,
    /// The same for each location of the channel that has a level, in the channel's order.
    pub by_location: Vec<LocationAvailability>,
}

/// What can be had from one location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocationAvailability {
    /// The location's code.
    pub location: Code,
    /// Whether it can be had from there.
    pub status: StockStatus,
    /// How many units can be ordered from there, backorders included.
    pub quantity: i64,
}

/// How a variant's stock is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// It is not: it can always be had.
    Uncounted,
    /// It is.
    Counted {
        /// Stock of so many units, or fewer, is low. None: it is never called low.
        low_at: Option<i64>,
    },
}

impl Counting {
    /// Of what a variant declares.
    #[must_use]
    pub const fn of(track_inventory: bool, low_stock_threshold: Option<i64>) -> Self {
        if track_inventory {
            Self::Counted {
                low_at: low_stock_threshold,
            }
        } else {
            Self::Uncounted
        }
    }
}

/// The availability of one variant in a channel that sells from `locations`.
#[must_use]
pub fn of_variant(counting: Counting, levels: &[StockLevel], locations: &[Code]) -> Availability {
    let Counting::Counted { low_at } = counting else {
        return Availability {
            status: StockStatus::Untracked,
            quantity: None,
            by_location: Vec::new(),
        };
    };
    let mut by_location = Vec::with_capacity(locations.len());
    let (mut available, mut in_stock) = (0_i64, 0_i64);
    for location in locations {
        if let Some(level) = levels.iter().find(|level| level.location == *location) {
            available = available.saturating_add(level.available());
            in_stock = in_stock.saturating_add(level.in_stock());
            by_location.push(LocationAvailability {
                location: location.clone(),
                status: status(level.in_stock(), level.available(), low_at),
                quantity: level.available(),
            });
        }
    }
    Availability {
        status: status(in_stock, available, low_at),
        quantity: Some(available),
        by_location,
    }
}

/// The availability of a product: the best status of its variants and the sum of their quantities. A product one of
/// whose variants is not counted is not counted itself; one without variants is out of stock.
#[must_use]
pub fn of_product(variants: &[Availability]) -> Availability {
    let rank = |status: StockStatus| match status {
        StockStatus::Untracked => 0,
        StockStatus::InStock => 1,
        StockStatus::LowStock => 2,
        StockStatus::Backorder => 3,
        StockStatus::OutOfStock => 4,
    };
    let best = variants
        .iter()
        .map(|variant| variant.status)
        .min_by_key(|status| rank(*status));
    let quantity = variants
        .iter()
        .map(|variant| variant.quantity)
        .try_fold(0_i64, |sum, units| Some(sum.saturating_add(units?)));
    let mut by_location: Vec<LocationAvailability> = Vec::new();
    for place in variants.iter().flat_map(|variant| &variant.by_location) {
        match by_location
            .iter_mut()
            .find(|known| known.location == place.location)
        {
            Some(known) => {
                known.quantity = known.quantity.saturating_add(place.quantity);
                if rank(place.status) < rank(known.status) {
                    known.status = place.status;
                }
            }
            None => by_location.push(place.clone()),
        }
    }
    Availability {
        status: best.unwrap_or(StockStatus::OutOfStock),
        quantity,
        by_location,
    }
}

fn status(in_stock: i64, available: i64, low_at: Option<i64>) -> StockStatus {
    if in_stock > 0 {
        if low_at.is_some_and(|low_at| in_stock <= low_at) {
            StockStatus::LowStock
        } else {
            StockStatus::InStock
        }
    } else if available > 0 {
        StockStatus::Backorder
    } else {
        StockStatus::OutOfStock
    }
}
