//! Reading stock.

mod availability;
mod reservation;
mod stock_edit;
mod stock_read;
mod support;
mod together;
