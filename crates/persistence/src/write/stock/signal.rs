//! What consumers are told of stock: each change of a level, and, once each, that it is low, out, or back.
//!
//! Whether a level crosses a line is seen in the change itself, of which there is one at a time: so nobody is told twice.

use domain::{inventory::Units, outcome::Fault};
use serde_json::json;

use super::{Moved, Why};
use crate::{
    CatalogVersion,
    fault::fault,
    moment::to_micros,
    row::Columns,
    write::{Transaction, log::OUTBOX, table::Cell},
};

const DOING: &str = "telling of stock";

/// Consumers find events by these names.
const CHANGED: &str = "stock";
const LOW: &str = "stock_low";
const OUT: &str = "stock_out";
const BACK: &str = "stock_back";

/// What is to be told beside the change itself. None: nothing.
fn crossed(before: &Units, after: &Units, low_at: Option<i64>) -> Option<&'static str> {
    match (before.available() > 0, after.available() > 0) {
        (true, false) => Some(OUT),
        (false, true) => Some(BACK),
        (true, true) => {
            let low_at = low_at?;
            (before.in_stock() > low_at && after.in_stock() <= low_at).then_some(LOW)
        }
        (false, false) => None,
    }
}

/// An event of the outbox.
pub(crate) struct Signal {
    pub(crate) kind: &'static str,
    pub(crate) id: uuid::Uuid,
    pub(crate) key: String,
    pub(crate) action: &'static str,
    pub(crate) version: i64,
    /// A JSON array of words: of a level that changed, the quantities; of a crossed line, the location.
    pub(crate) detail: Option<String>,
}

impl Transaction {
    /// Writes the ledger and the events of levels that were changed.
    pub(crate) async fn note_moved(&mut self, moved: &[Moved], why: &Why<'_>) -> Result<(), Fault> {
        if moved.is_empty() {
            return Ok(());
        }
        let rows: Vec<_> = moved.iter().map(|moved| (moved, *why)).collect();
        self.write_ledger(&rows).await?;
        let signals = moved.iter().flat_map(|moved| self.signals(moved)).collect();
        self.signal(signals).await
    }

    /// The events of a level that was changed.
    pub(crate) fn signals(&self, moved: &Moved) -> Vec<Signal> {
        let (before, after) = (&moved.before, &moved.after);
        let signal = |kind, action, detail: serde_json::Value| Signal {
            kind,
            id: before.key.variant.uuid(),
            key: before.sku.to_string(),
            action,
            version: moved.version(),
            detail: Some(detail.to_string()),
        };
        let is_new = before.version == 0;
        let action = if is_new { "CREATED" } else { "UPDATED" };
        let mut signals = vec![signal(
            CHANGED,
            action,
            json!(changed(&before.units, after)),
        )];
        let crossed = crossed(&before.units, after, before.low_at);
        if let Some(kind) = crossed.filter(|_| before.tracked && !is_new) {
            let location = self.reference.locations.by_id(before.key.location);
            let code = location.map(|entry| entry.value.code.to_string());
            signals.push(signal(kind, "UPDATED", json!([code])));
        }
        signals
    }

    /// Writes events, in this order.
    pub(crate) async fn signal(&mut self, signals: Vec<Signal>) -> Result<(), Fault> {
        let at = to_micros(self.now());
        let rows = signals.into_iter().map(|signal| {
            vec![
                Cell::BigInt(at),
                Cell::text(signal.kind),
                Cell::Id(signal.id),
                Cell::Text(signal.key),
                Cell::text(signal.action),
                Cell::BigInt(signal.version),
                signal.detail.map_or(Cell::Null, Cell::Text),
                // The scope: a level has none.
                Cell::Null,
            ]
        });
        let told = OUTBOX
            .insert_telling(&self.database, rows.collect(), "seq")
            .await
            .map_err(fault(DOING))?;
        for row in &told {
            let seq = CatalogVersion(Columns::of(row, DOING).take()?);
            self.last_event = self.last_event.max(Some(seq));
        }
        Ok(())
    }

    /// Writes an audit row of a thing of stock.
    pub(crate) async fn audit_stock(&self, rows: Vec<StockAudit>) -> Result<(), Fault> {
        let at = to_micros(self.now());
        let rows = rows.into_iter().map(|row| {
            vec![
                Cell::BigInt(at),
                Cell::text(self.actor.as_str()),
                Cell::text(row.kind),
                Cell::Id(row.id),
                Cell::Text(row.key),
                Cell::text(row.action),
                row.changes
                    .map_or(Cell::Null, |changes| Cell::Text(changes.to_string())),
            ]
        });
        crate::write::log::AUDIT
            .insert(&self.database, rows.collect())
            .await
            .map_err(fault(DOING))
    }
}

/// A row of the audit.
pub(crate) struct StockAudit {
    pub(crate) kind: &'static str,
    pub(crate) id: uuid::Uuid,
    pub(crate) key: String,
    pub(crate) action: &'static str,
    /// `[before, after]` by field. None: it was made.
    pub(crate) changes: Option<serde_json::Value>,
}

/// The quantities that differ, by their names in the API, with what they were and are.
pub(super) fn differences(before: &Units, after: &Units) -> Vec<(&'static str, i64, i64)> {
    let coming = |units: &Units| units.incoming.map_or(0, |incoming| incoming.quantity);
    let all = [
        ("onHand", before.on_hand, after.on_hand),
        ("reserved", before.reserved, after.reserved),
        ("backordered", before.backordered, after.backordered),
        ("safetyStock", before.safety_stock, after.safety_stock),
        (
            "backorderLimit",
            before.backorder_limit,
            after.backorder_limit,
        ),
        ("incoming", coming(before), coming(after)),
    ];
    all.into_iter()
        .filter(|(_, before, after)| before != after)
        .collect()
}

fn changed(before: &Units, after: &Units) -> Vec<&'static str> {
    let all = differences(before, after);
    all.into_iter().map(|(name, _, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_told_where_it_is_crossed() {
        let units = |on_hand, limit| Units {
            on_hand,
            backorder_limit: limit,
            ..Units::default()
        };
        let told = |before, after, limit| {
            crossed(&units(before, limit), &units(after, limit), Some(3)).unwrap_or("-")
        };
        assert_eq!(told(5, 4, 0), "-");
        assert_eq!(told(4, 3, 0), "stock_low");
        assert_eq!(told(3, 2, 0), "-");
        assert_eq!(told(4, 0, 0), "stock_out");
        assert_eq!(told(0, 9, 0), "stock_back");
        assert_eq!(told(4, 0, 7), "stock_low");
        assert_eq!(told(0, 0, 7), "-");
        assert_eq!(crossed(&units(9, 0), &units(1, 0), None), None);
    }
}
