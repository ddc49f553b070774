//! Product variants.

pub(crate) mod loaders;
mod mutations;
mod object;
mod query;

pub(crate) use mutations::VariantMutation;
pub(crate) use object::{ProductVariant, VariantList};
pub(crate) use query::VariantQuery;
use query::{ProductVariantBy, find};
