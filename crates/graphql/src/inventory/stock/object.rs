//! `StockLevel`.

use async_graphql::SimpleObject;
use domain::inventory;

use crate::{buyer::View, inventory::location::Location, scalars::int, viewer::is_admin};

/// A variant's stock at one location. Quantities are units.
#[derive(SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct StockLevel {
    /// The location.
    location: Location,
    /// Units that are there.
    on_hand: i32,
    /// Units held by reservations that are neither committed nor released.
    reserved: i32,
    /// Units sold that were not there, settled by the next receipts.
    backordered: i32,
    /// Units that are kept back from sale.
    safety_stock: i32,
    /// Units that may be sold beyond those that are there.
    backorder_limit: i32,
    /// Units that can be reserved now: `onHand − reserved − backordered − safetyStock + backorderLimit`, or 0 where that
    /// is negative.
    available: i32,
    /// Counts the changes of this level, from 1.
    version: i32,
}

impl StockLevel {
    /// Levels by location code.
    pub(crate) fn list(levels: &[inventory::StockLevel], view: &View) -> Vec<Self> {
        let mut sorted: Vec<&inventory::StockLevel> = levels.iter().collect();
        sorted.sort_unstable_by(|one, other| one.location.cmp(&other.location));
        sorted
            .into_iter()
            .filter_map(|level| Self::of(level, view))
            .collect()
    }

    fn of(level: &inventory::StockLevel, view: &View) -> Option<Self> {
        Some(Self {
            location: Location::by_code(&level.location, view)?,
            on_hand: int(level.on_hand),
            reserved: int(level.reserved),
            backordered: int(level.backordered),
            safety_stock: int(level.safety_stock),
            backorder_limit: int(level.backorder_limit),
            available: int(level.available()),
            version: int(level.version),
        })
    }
}
