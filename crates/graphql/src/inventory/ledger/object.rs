//! `StockLedgerEntry`.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use domain::inventory::LedgerCause;
use persistence::inventory::{LedgerEntry, LedgerFilter, LedgerUnits};

use crate::{
    connection::Listed,
    context::Asked,
    node_id::{NodeType, encode},
    scalars::{DateTime, int},
    viewer::is_admin,
};

/// Why a stock level was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "LedgerCause", visible = "is_admin")]
pub(crate) enum StockLedgerCause {
    /// The level was there when the ledger was begun.
    Opened,
    /// A feed, or a product as a whole, declared it.
    Declared,
    /// The level is gone, or its variant.
    Removed,
    /// Units were held by a reservation.
    Reserved,
    /// Held units were sold.
    Committed,
    /// Held units were given back.
    Released,
    /// The time of a reservation came to an end.
    Expired,
    /// Units came, were lost or found: `stockAdjust`.
    Adjusted,
    /// Somebody counted, or set a limit: `stockSet`.
    Counted,
    /// Units went from one location to another.
    Transferred,
}

/// Quantities of a stock level, in units.
#[derive(SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct StockLedgerUnits {
    /// Units that are there.
    on_hand: i32,
    /// Units held by reservations.
    reserved: i32,
    /// Units sold that were not there.
    backordered: i32,
    /// Units that are kept back from sale.
    safety_stock: i32,
    /// Units that may be sold beyond those that are there.
    backorder_limit: i32,
    /// Units that are on their way.
    incoming: i32,
}

impl From<LedgerUnits> for StockLedgerUnits {
    fn from(units: LedgerUnits) -> Self {
        Self {
            on_hand: int(units.on_hand),
            reserved: int(units.reserved),
            backordered: int(units.backordered),
            safety_stock: int(units.safety_stock),
            backorder_limit: int(units.backorder_limit),
            incoming: int(units.incoming),
        }
    }
}

/// One change of one stock level.
#[derive(Clone)]
pub(crate) struct StockLedgerEntry(pub(crate) Arc<LedgerEntry>);

/// One change of one stock level: who made it, when, why, and what the level held then. Entries are only ever added; the
/// sum of a level's changes is the level.
#[Object(visible = "is_admin")]
impl StockLedgerEntry {
    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// Who: `key:` and the name of the API key, `token:` and the subject of the token, `command line`, or `server`.
    async fn actor(&self) -> &str {
        &self.0.actor
    }

    /// What was done.
    async fn cause(&self) -> StockLedgerCause {
        self.0.cause.into()
    }

    /// What the caller gave as the reason. Null: none was given.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// What the caller calls it, such as the number of a delivery or a cart. Null: nothing was said.
    async fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }

    /// The id of the reservation that it belongs to. Null: it belongs to none.
    async fn reservation_id(&self) -> Option<ID> {
        let id = self.0.reservation?;
        Some(encode(NodeType::Reservation, id.uuid()))
    }

    /// The variant's SKU. Null: the variant is gone.
    async fn sku(&self) -> Option<&str> {
        self.0.sku.as_deref()
    }

    /// The location's code. Null: the location is gone.
    async fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }

    /// By how much each quantity was changed, 0 where it was not.
    async fn change(&self) -> StockLedgerUnits {
        self.0.change.into()
    }

    /// What the level held afterwards.
    async fn after(&self) -> StockLedgerUnits {
        self.0.after.into()
    }
}

impl Listed for StockLedgerEntry {
    type List = LedgerFilter;

    async fn count(ctx: &Context<'_>, list: &LedgerFilter) -> Result<i64> {
        let count = ctx.store().stock_ledger().count(list).await;
        count.map_err(|fault| ctx.report(&fault))
    }
}
