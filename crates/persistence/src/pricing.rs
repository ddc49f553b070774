//! Prices as storefronts read them.

mod history;
mod price;
mod quantity_rule;
mod unit_price;

pub use history::PriceHistory;
pub use price::{Prices, ProductPrices, VariantPrices};
pub(crate) use quantity_rule::quantity_rule;
pub(crate) use unit_price::{write_lowest_price, write_unit_price};
