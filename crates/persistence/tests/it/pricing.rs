//! Reading prices.

mod price_read;
mod unit_price;
