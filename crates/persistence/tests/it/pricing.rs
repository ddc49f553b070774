//! Reading prices.

mod history;
mod price_read;
mod unit_price;
