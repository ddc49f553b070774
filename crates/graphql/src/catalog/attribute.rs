//! Attributes: their definitions, and the values that products and variants have of them.

mod filter;
mod object;
mod value;

pub(crate) use filter::AttributeFilter;
pub(crate) use object::{Attribute, ValueType};
pub(crate) use value::{AttributeValue, values};
