//! Product variants.

pub(crate) mod loaders;
mod object;
mod query;

pub(crate) use object::{ProductVariant, VariantList};
pub(crate) use query::VariantQuery;
