//! The mutations of stock levels.

mod adjust;
mod set;
mod transfer;

use async_graphql::{MergedObject, SimpleObject};
use domain::{
    inventory::{self, Incoming},
    text::{Code, Sku},
};
use persistence::{ChangedLevel, StockEdit};
use serde::{Deserialize, Serialize};

use super::StockLevel;
use crate::{
    buyer::View,
    inventory::user_error::stop,
    mutation::{Done, Stop, Work},
};

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct StockMutation(adjust::StockAdjust, set::StockSet, transfer::StockTransfer);

/// A level after a change.
#[derive(SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ChangedStockLevel {
    /// The variant's SKU.
    sku: String,
    /// The level as the change left it.
    level: StockLevel,
}

/// Levels as they were told once, and are told again to who asks under the same key.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Told(Vec<ToldLevel>);

#[derive(Clone, Debug, Serialize, Deserialize)]
struct ToldLevel {
    sku: String,
    location: String,
    on_hand: i64,
    reserved: i64,
    backordered: i64,
    safety_stock: i64,
    backorder_limit: i64,
    incoming: Option<(i64, Option<String>)>,
    version: i64,
}

impl ToldLevel {
    fn of(changed: ChangedLevel) -> Self {
        let level = changed.level;
        let incoming = level.incoming.map(|incoming| {
            let day = incoming.expected_on.map(|day| day.to_string());
            (incoming.quantity, day)
        });
        Self {
            sku: changed.sku.to_string(),
            location: level.location.to_string(),
            on_hand: level.on_hand,
            reserved: level.reserved,
            backordered: level.backordered,
            safety_stock: level.safety_stock,
            backorder_limit: level.backorder_limit,
            incoming,
            version: level.version,
        }
    }

    fn shown(&self, view: &View) -> Option<ChangedStockLevel> {
        let incoming = self.incoming.as_ref().map(|(quantity, day)| Incoming {
            quantity: *quantity,
            expected_on: day.as_ref().and_then(|day| day.parse().ok()),
        });
        let level = inventory::StockLevel {
            location: Code::trusted(&self.location),
            on_hand: self.on_hand,
            reserved: self.reserved,
            backordered: self.backordered,
            safety_stock: self.safety_stock,
            backorder_limit: self.backorder_limit,
            incoming,
            version: self.version,
        };
        Some(ChangedStockLevel {
            sku: self.sku.clone(),
            level: StockLevel::of(&Sku::trusted(&self.sku), &level, view)?,
        })
    }
}

/// The levels that a payload shows.
fn shown(done: &Done<Told>) -> Option<Vec<ChangedStockLevel>> {
    let levels = done.made()?.0.iter();
    Some(
        levels
            .filter_map(|level| level.shown(done.view()))
            .collect(),
    )
}

/// Makes changes of levels.
async fn edited(work: &mut Work, edit: &StockEdit) -> Result<Told, Stop> {
    let changed = work.transaction()?.edit_stock(edit).await;
    changed
        .map(|changed| Told(changed.into_iter().map(ToldLevel::of).collect()))
        .map_err(|failure| stop(failure, &["input"]))
}
