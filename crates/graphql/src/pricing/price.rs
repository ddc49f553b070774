//! Prices.

mod candidate;
pub(crate) mod loaders;
mod mutations;
mod object;
mod range;
mod subscription;

pub(crate) use mutations::PricesSet;
pub(crate) use object::Price;
pub(crate) use range::{PriceRange, range_of};
pub(crate) use subscription::PriceSubscription;
