//! Prices as storefronts read them.

mod price;
mod unit_price;

pub use price::{Prices, PricesByVariant};
pub(crate) use unit_price::{write_lowest_price, write_unit_price};
