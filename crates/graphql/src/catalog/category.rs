//! Categories.

pub(crate) mod loaders;
mod object;
mod query;

pub(crate) use object::{Category, CategoryList};
pub(crate) use query::CategoryQuery;
