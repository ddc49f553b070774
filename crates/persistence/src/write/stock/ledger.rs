//! The ledger's rows.

use domain::{
    id::ReservationId,
    inventory::{LedgerCause, Units},
    outcome::Fault,
};

use super::{LevelKey, Moved};
use crate::{
    fault::fault,
    moment::to_micros,
    sql::Sql,
    whole::KEYS,
    write::{
        Transaction,
        table::{Cell, Row, Table, Type},
    },
};

const DOING: &str = "writing the ledger of stock";

/// What is written down of a change beside its numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Why<'a> {
    pub(crate) cause: LedgerCause,
    /// What the caller gave as the reason.
    pub(crate) reason: Option<&'a str>,
    /// What the caller calls it.
    pub(crate) reference: Option<&'a str>,
    pub(crate) reservation: Option<ReservationId>,
}

impl Why<'_> {
    /// Without words of a caller.
    pub(crate) const fn of(cause: LedgerCause) -> Self {
        Self {
            cause,
            reason: None,
            reference: None,
            reservation: None,
        }
    }
}

const LEDGER: Table = Table {
    name: "stock_ledger",
    columns: &[
        ("at", Type::BigInt),
        ("actor", Type::Text),
        ("cause", Type::Text),
        ("reason", Type::TextOrNull),
        ("reference", Type::TextOrNull),
        ("reservation_id", Type::IdOrNull),
        ("variant_id", Type::Id),
        ("location_id", Type::Id),
        ("on_hand", Type::BigInt),
        ("reserved", Type::BigInt),
        ("backordered", Type::BigInt),
        ("safety_stock", Type::BigInt),
        ("backorder_limit", Type::BigInt),
        ("incoming", Type::BigInt),
        ("on_hand_after", Type::BigInt),
        ("reserved_after", Type::BigInt),
        ("backordered_after", Type::BigInt),
        ("safety_stock_after", Type::BigInt),
        ("backorder_limit_after", Type::BigInt),
        ("incoming_after", Type::BigInt),
    ],
    key: 0,
    updated: &[],
    counts: false,
};

/// The quantities in the order of the ledger's columns.
fn quantities(units: &Units) -> [i64; 6] {
    [
        units.on_hand,
        units.reserved,
        units.backordered,
        units.safety_stock,
        units.backorder_limit,
        units.incoming.map_or(0, |incoming| incoming.quantity),
    ]
}

impl Transaction {
    /// Writes a row for each change of a level.
    pub(crate) async fn write_ledger(&self, moved: &[(&Moved, Why<'_>)]) -> Result<(), Fault> {
        let at = to_micros(self.now());
        let rows = moved.iter().map(|(moved, why)| {
            let mut row: Row = vec![
                Cell::BigInt(at),
                Cell::text(self.actor.as_str()),
                Cell::text(why.cause.as_str()),
                Cell::text_or_null(why.reason),
                Cell::text_or_null(why.reference),
                why.reservation
                    .map_or(Cell::Null, |reservation| Cell::Id(reservation.uuid())),
                Cell::Id(moved.before.key.variant.uuid()),
                Cell::Id(moved.before.key.location.uuid()),
            ];
            let (before, after) = (quantities(&moved.before.units), quantities(&moved.after));
            row.extend(
                after
                    .iter()
                    .zip(before)
                    .map(|(after, before)| Cell::BigInt(after - before)),
            );
            row.extend(after.map(Cell::BigInt));
            row
        });
        LEDGER
            .insert(&self.database, rows.collect())
            .await
            .map_err(fault(DOING))
    }

    /// Writes that these levels have come, with all that they hold, or are about to go: in few statements for any number,
    /// out of the levels themselves.
    pub(super) async fn ledger_whole(
        &self,
        keys: &[LevelKey],
        cause: LedgerCause,
    ) -> Result<(), Fault> {
        for keys in keys.chunks(KEYS / 2) {
            let mut sql = self.sql();
            self.write_whole(&mut sql, cause);
            sql.push(" WHERE (variant_id, location_id)")
                .in_levels(keys)
                .push(" ORDER BY variant_id, location_id");
            self.execute(sql, DOING).await?;
        }
        Ok(())
    }
}

impl Transaction {
    /// Writes `INSERT INTO stock_ledger … SELECT … FROM stock`.
    fn write_whole(&self, sql: &mut Sql, cause: LedgerCause) {
        let (sign, after) = if cause == LedgerCause::Removed {
            ("-", "0 * ")
        } else {
            ("", "")
        };
        sql.push("INSERT INTO stock_ledger (at, actor, cause, variant_id, location_id");
        write_quantities(sql, "", "");
        write_quantities(sql, "", "_after");
        sql.push(") SELECT ")
            .bind(to_micros(self.now()))
            .push(", ")
            .bind(self.actor.as_str())
            .push(", ")
            .bind(cause.as_str())
            .push(", variant_id, location_id");
        write_quantities(sql, sign, "");
        write_quantities(sql, after, "");
        sql.push(" FROM stock");
    }

    /// Writes that all levels of these products are about to go.
    pub(crate) async fn close_ledger_of(&self, products: &[uuid::Uuid]) -> Result<(), Fault> {
        for products in products.chunks(KEYS) {
            if self.sql().is_postgres() {
                let mut sql = self.sql();
                sql.push("SELECT FROM stock");
                write_of_products(&mut sql, products);
                sql.push(" FOR UPDATE");
                self.execute(sql, DOING).await?;
            }
            let mut sql = self.sql();
            self.write_whole(&mut sql, LedgerCause::Removed);
            write_of_products(&mut sql, products);
            self.execute(sql, DOING).await?;
        }
        Ok(())
    }
}

/// Writes the levels of products, in order.
fn write_of_products(sql: &mut Sql, products: &[uuid::Uuid]) {
    sql.push(" WHERE variant_id IN (SELECT id FROM variant WHERE product_id")
        .in_list(products)
        .push(") ORDER BY variant_id, location_id");
}

/// Writes `, on_hand, reserved, …`.
fn write_quantities(sql: &mut Sql, before: &str, after: &str) {
    let names = [
        "on_hand",
        "reserved",
        "backordered",
        "safety_stock",
        "backorder_limit",
        "incoming",
    ];
    for name in names {
        sql.push(", ").push(before).push(name).push(after);
    }
}
