//! Stock as storefronts read it.

mod availability;
mod expired;
pub(crate) mod stock;

pub(crate) use availability::write_availability;
pub use stock::StockLevels;
pub(crate) use stock::{expected_on, incoming};
