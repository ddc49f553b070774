//! `StockLevel`.

use async_graphql::SimpleObject;
use domain::{inventory, text::Sku};

use crate::{
    buyer::View,
    inventory::location::Location,
    scalars::{Date, int},
    viewer::is_admin,
};

/// A variant's stock at one location. Quantities are units.
#[derive(Clone, SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct StockLevel {
    /// The variant's SKU.
    sku: String,
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
    /// Units that are on their way; they can't be reserved yet. Null: none are.
    incoming: Option<IncomingStock>,
    /// Units that can be reserved now: `onHand − reserved − backordered − safetyStock + backorderLimit`, or 0 where that
    /// is negative.
    available: i32,
    /// Counts the changes of this level, from 1.
    version: i32,
}

/// Units that are on their way to a location.
#[derive(Clone, SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct IncomingStock {
    /// How many units.
    quantity: i32,
    /// On which day they are expected. Null: not known.
    expected_on: Option<Date>,
}

impl IncomingStock {
    fn of(incoming: inventory::Incoming) -> Self {
        Self {
            quantity: int(incoming.quantity),
            expected_on: incoming.expected_on.map(Date),
        }
    }
}

impl StockLevel {
    /// A variant's levels by location code.
    pub(crate) fn list(sku: &Sku, levels: &[inventory::StockLevel], view: &View) -> Vec<Self> {
        let mut sorted: Vec<&inventory::StockLevel> = levels.iter().collect();
        sorted.sort_unstable_by(|one, other| one.location.cmp(&other.location));
        sorted
            .into_iter()
            .filter_map(|level| Self::of(sku, level, view))
            .collect()
    }

    /// None: its location is gone.
    pub(super) fn of(sku: &Sku, level: &inventory::StockLevel, view: &View) -> Option<Self> {
        Some(Self {
            sku: sku.to_string(),
            location: Location::by_code(&level.location, view)?,
            on_hand: int(level.on_hand),
            reserved: int(level.reserved),
            backordered: int(level.backordered),
            safety_stock: int(level.safety_stock),
            backorder_limit: int(level.backorder_limit),
            incoming: level.incoming.map(IncomingStock::of),
            available: int(level.available()),
            version: int(level.version),
        })
    }
}
