//! The stock that products declare: levels come, change and go with them, each with its ledger row.
//!
//! Between the reading of a product and its writing, reservations may have changed a level. So of a level that stays, only
//! what the declaration changes is written, over what the level is now.

use std::collections::{BTreeSet, HashMap};

use domain::{
    id::{LocationId, VariantId},
    inventory::{LedgerCause, StockCount},
    outcome::Fault,
};
use sea_orm::DbErr;

use super::{LevelKey, Why};
use crate::{
    inventory::incoming,
    write::{
        Transaction,
        rows::Difference,
        table::{Cell, Row, Table},
    },
};

const DOING: &str = "writing the stock of products";

/// The places of the declared quantities in a row of the table `stock` as products write it.
const ON_HAND: usize = 2;
const SAFETY_STOCK: usize = 5;
const BACKORDER_LIMIT: usize = 6;
const INCOMING: usize = 7;
const INCOMING_ON: usize = 8;

/// What products make of their levels.
#[derive(Default)]
pub(crate) struct DeclaredStock {
    inserted: Vec<Row>,
    /// Before and after.
    updated: Vec<(Row, Row)>,
    deleted: Vec<Row>,
}

impl DeclaredStock {
    /// Of the difference between the rows before and the rows after.
    pub(crate) fn new(before: &[Row], difference: Difference) -> Self {
        let before: HashMap<&[Cell], &Row> = before.iter().map(|row| (&row[..2], row)).collect();
        let updated = difference.updated.into_iter().filter_map(|after| {
            let before = before.get(&after[..2])?;
            Some(((*before).clone(), after))
        });
        Self {
            updated: updated.collect(),
            inserted: difference.inserted,
            deleted: difference.deleted,
        }
    }

    fn count(before: &Row, after: &Row) -> Result<StockCount, Fault> {
        let changed = |place: usize| {
            let differs = before[place] != after[place];
            differs.then(|| number(&after[place]))
        };
        let coming = if before[INCOMING..=INCOMING_ON] == after[INCOMING..=INCOMING_ON] {
            None
        } else {
            let day = match &after[INCOMING_ON] {
                Cell::Text(day) => Some(day.clone()),
                _ => None,
            };
            Some(incoming(number(&after[INCOMING]), day, DOING)?)
        };
        Ok(StockCount {
            on_hand: changed(ON_HAND),
            backordered: None,
            safety_stock: changed(SAFETY_STOCK),
            backorder_limit: changed(BACKORDER_LIMIT),
            incoming: coming,
        })
    }
}

fn number(cell: &Cell) -> i64 {
    match cell {
        Cell::BigInt(number) => *number,
        _ => 0,
    }
}

fn key(row: &[Cell]) -> Option<LevelKey> {
    match row {
        [Cell::Id(variant), Cell::Id(location), ..] => Some(LevelKey {
            variant: VariantId(*variant),
            location: LocationId(*location),
        }),
        _ => None,
    }
}

impl Transaction {
    /// Takes away the levels that go.
    pub(crate) async fn remove_declared(
        &self,
        table: &Table,
        stock: &mut DeclaredStock,
    ) -> Result<(), DbErr> {
        let gone = std::mem::take(&mut stock.deleted);
        let keys: Vec<LevelKey> = gone.iter().filter_map(|row| key(row)).collect();
        self.ledger_whole(&keys, LedgerCause::Removed)
            .await
            .map_err(unfaulted)?;
        table.delete(&self.database, gone).await
    }

    /// Writes the levels that come, and what changes of those that stay.
    pub(crate) async fn write_declared(
        &mut self,
        table: &Table,
        stock: DeclaredStock,
    ) -> Result<(), DbErr> {
        let new: Vec<LevelKey> = stock.inserted.iter().filter_map(|row| key(row)).collect();
        table.insert(&self.database, stock.inserted).await?;
        self.ledger_whole(&new, LedgerCause::Declared)
            .await
            .map_err(unfaulted)?;
        self.change_declared(stock.updated).await.map_err(unfaulted)
    }

    async fn change_declared(&mut self, updated: Vec<(Row, Row)>) -> Result<(), Fault> {
        if updated.is_empty() {
            return Ok(());
        }
        let keys: BTreeSet<LevelKey> = updated.iter().filter_map(|(row, _)| key(row)).collect();
        let levels = self.locked_levels(&keys).await?;
        let mut moved = Vec::with_capacity(updated.len());
        for (before, after) in &updated {
            let Some(level) = key(before).and_then(|key| levels.get(&key)) else {
                continue;
            };
            let count = DeclaredStock::count(before, after)?;
            let change = domain::inventory::LevelChange::Count(count);
            // A count is a fact, which is taken as it is.
            if let Ok(one) = level.moved(change)
                && one.after != level.units
            {
                moved.push(one);
            }
        }
        self.write_levels(&moved, &Why::of(LedgerCause::Declared))
            .await
    }
}

/// Back to the database's own error, which alone tells what a product's save is refused for.
fn unfaulted(fault: Fault) -> DbErr {
    match fault.cause.map(|cause| cause.downcast::<DbErr>()) {
        Some(Ok(error)) => *error,
        Some(Err(cause)) => DbErr::Custom(cause.to_string()),
        None => DbErr::Custom(String::from(fault.doing)),
    }
}
