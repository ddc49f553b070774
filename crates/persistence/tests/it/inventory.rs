//! Reading stock.

mod availability;
mod stock_read;
