//! Stock as storefronts and admins read it.

mod availability;
mod expired;
mod ledger;
mod levels;
pub(crate) mod stock;

pub(crate) use availability::write_availability;
pub(crate) use expired::{POSTGRES_NOW, SQLITE_NOW};
pub use ledger::{LedgerEntry, LedgerFilter, LedgerUnits, STOCK_LEDGER_CURSOR_TYPES, StockLedger};
pub use levels::{STOCK_LEVEL_CURSOR_TYPES, StockLevelFilter, VariantLevel};
pub use stock::StockLevels;
pub(crate) use stock::{expected_on, incoming};
