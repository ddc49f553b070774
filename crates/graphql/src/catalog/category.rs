//! Categories.

mod input;
pub(crate) mod loaders;
mod mutations;
mod object;
mod query;
mod translation;

pub(crate) use input::{CategoryTranslationInput, record};
pub(crate) use mutations::CategoryMutation;
pub(crate) use object::{Category, CategoryList};
use query::find;
pub(crate) use query::{CategoryBy, CategoryQuery};
