//! The mutations of prices.

mod set;

pub(crate) use set::PricesSet;
