//! Prices.

mod candidate;
pub(crate) mod loaders;
mod object;
mod range;

pub(crate) use object::Price;
pub(crate) use range::{PriceRange, range_of};
