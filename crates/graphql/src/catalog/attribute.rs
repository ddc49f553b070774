//! Attributes: their definitions, and the values that products and variants have of them.

mod filter;
mod input;
pub(crate) mod loaders;
mod mutations;
mod object;
mod query;
mod value;

pub(crate) use filter::AttributeFilter;
pub(crate) use mutations::AttributeMutation;
pub(crate) use object::{Attribute, ValueType};
pub(crate) use query::AttributeQuery;
pub(crate) use value::{AttributeValue, values};
