//! The ledger of stock, for admins.

mod object;
mod query;

pub(crate) use object::StockLedgerEntry;
pub(crate) use query::StockLedgerQuery;
