//! The ledger of stock, newest first: who changed which level, when, why, and what it was then.

use domain::{
    clock::Timestamp,
    id::ReservationId,
    inventory::LedgerCause,
    outcome::Fault,
    text::{Code, Sku},
};
use sea_orm::QueryResult;
use uuid::Uuid;

use crate::{
    Store,
    moment::to_micros,
    page::{Keyset, Page, PageRequest, SortValue, SortValueType},
    row::Columns,
    sql::Sql,
};

const DOING: &str = "reading the ledger of stock";

/// The types of a place in the ledger.
pub const STOCK_LEDGER_CURSOR_TYPES: &[SortValueType] = &[SortValueType::Integer];

const ORDER: Keyset<'static> = Keyset {
    columns: &["e.seq"],
    types: STOCK_LEDGER_CURSOR_TYPES,
    descending: true,
};

/// Quantities of a level, all in units; of a change they are differences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LedgerUnits {
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
    /// Units that are on their way.
    pub incoming: i64,
}

/// One change of one level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Its number: later changes have greater ones.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who, as [`crate::Actor`] spells it.
    pub actor: String,
    /// What was done.
    pub cause: LedgerCause,
    /// What the caller gave as the reason.
    pub reason: Option<String>,
    /// What the caller calls it.
    pub reference: Option<String>,
    /// The reservation that it belongs to.
    pub reservation: Option<ReservationId>,
    /// The variant. None: it is gone.
    pub sku: Option<Sku>,
    /// The location's code. None: it is gone.
    pub location: Option<Code>,
    /// By how much.
    pub change: LedgerUnits,
    /// What the level held then.
    pub after: LedgerUnits,
}

/// Which changes are asked for: those that fit everything that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerFilter {
    /// Of the variant with this SKU.
    pub sku: Option<String>,
    /// At the location with this code.
    pub location: Option<String>,
    /// Of this cause.
    pub cause: Option<LedgerCause>,
    /// By this actor.
    pub actor: Option<String>,
    /// At this moment or later.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// The queries of the ledger; [`Store::stock_ledger`] gives them.
#[derive(Clone, Copy)]
pub struct StockLedger<'s> {
    store: &'s Store,
}

impl Store {
    /// The queries of the ledger of stock.
    #[must_use]
    pub const fn stock_ledger(&self) -> StockLedger<'_> {
        StockLedger { store: self }
    }
}

impl StockLedger<'_> {
    /// A page of changes, the newest first.
    ///
    /// # Errors
    /// A fault of the database, or of the caller if a place is of another order.
    pub async fn page(
        &self,
        filter: &LedgerFilter,
        request: &PageRequest,
    ) -> Result<Page<LedgerEntry>, Fault> {
        let mut sql = self.store.sql();
        sql.push(
            "SELECT e.seq, e.at, e.actor, e.cause, e.reason, e.reference, e.reservation_id, v.sku, l.code, \
             e.on_hand, e.reserved, e.backordered, e.safety_stock, e.backorder_limit, e.incoming, \
             e.on_hand_after, e.reserved_after, e.backordered_after, e.safety_stock_after, e.backorder_limit_after, e.incoming_after",
        );
        write_source(&mut sql, filter);
        let read = |row: &QueryResult| {
            let entry = read(Columns::of(row, DOING))?;
            let place = vec![SortValue::Integer(entry.seq)];
            Ok((entry, place))
        };
        let page = self.store.page(sql, &ORDER, request, DOING, read);
        page.await
    }

    /// How many changes fit.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn count(&self, filter: &LedgerFilter) -> Result<i64, Fault> {
        let mut sql = self.store.sql();
        sql.push("SELECT COUNT(*)");
        write_source(&mut sql, filter);
        self.store.count(sql, DOING).await
    }
}

fn write_source(sql: &mut Sql, filter: &LedgerFilter) {
    sql.push(
        " FROM stock_ledger e LEFT JOIN variant v ON v.id = e.variant_id LEFT JOIN location l ON l.id = e.location_id WHERE 1 = 1",
    );
    if let Some(sku) = &filter.sku {
        sql.push(" AND e.variant_id = (SELECT id FROM variant WHERE sku = ")
            .bind(sku.as_str())
            .push(")");
    }
    if let Some(code) = &filter.location {
        sql.push(" AND e.location_id = (SELECT id FROM location WHERE code = ")
            .bind(code.as_str())
            .push(")");
    }
    let cause = filter.cause.map(LedgerCause::as_str);
    for (condition, text) in [
        (" AND e.cause = ", cause),
        (" AND e.actor = ", filter.actor.as_deref()),
    ] {
        if let Some(text) = text {
            sql.push(condition).bind(text);
        }
    }
    for (condition, moment) in [
        (" AND e.at >= ", filter.from),
        (" AND e.at < ", filter.until),
    ] {
        if let Some(moment) = moment {
            sql.push(condition).bind(to_micros(moment));
        }
    }
}

fn read(mut row: Columns<'_>) -> Result<LedgerEntry, Fault> {
    Ok(LedgerEntry {
        seq: row.take()?,
        at: row.moment()?,
        actor: row.take()?,
        cause: {
            let cause: String = row.take()?;
            LedgerCause::parse(&cause)
                .ok_or_else(|| row.corrupt(format!("{cause:?} is no cause")))?
        },
        reason: row.take()?,
        reference: row.take()?,
        reservation: row.take::<Option<Uuid>>()?.map(ReservationId),
        sku: row.take::<Option<String>>()?.map(|sku| Sku::trusted(&sku)),
        location: row
            .take::<Option<String>>()?
            .map(|code| Code::trusted(&code)),
        change: units(&mut row)?,
        after: units(&mut row)?,
    })
}

fn units(row: &mut Columns<'_>) -> Result<LedgerUnits, Fault> {
    Ok(LedgerUnits {
        on_hand: row.take()?,
        reserved: row.take()?,
        backordered: row.take()?,
        safety_stock: row.take()?,
        backorder_limit: row.take()?,
        incoming: row.take()?,
    })
}
