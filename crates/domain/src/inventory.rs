//! Stock: how many units are where, and what a buyer is told of it.

pub mod availability;
mod location;
mod stock;

pub use availability::{Availability, StockStatus};
pub use location::Location;
pub use stock::{QUANTITY_MAX, Stock, StockLevel};
