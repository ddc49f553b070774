//! Stock, and what a buyer is told of it.

mod availability;
pub(crate) mod loaders;
mod mutations;
mod object;
mod query;
mod subscription;

pub(crate) use availability::{Availability, StockStatus};
pub(crate) use mutations::StockMutation;
pub(crate) use object::StockLevel;
pub(crate) use query::StockLevelQuery;
pub(crate) use subscription::StockSubscription;
