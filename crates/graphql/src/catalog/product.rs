//! Products.

mod filter;
pub(crate) mod input;
pub(crate) mod loaders;
pub(crate) mod mutations;
mod object;
mod options;
mod query;
mod sort;
mod subscription;
mod translation;

pub(crate) use filter::{CategoryFilter, PriceFilter, ProductFilter, TimeFilter};
pub(crate) use mutations::ProductMutation;
pub(crate) use object::{Product, ProductList, ProductStatus};
pub(crate) use options::{SelectedOption, of_variant as options_of_variant};
pub(crate) use query::{ProductBy, ProductQuery, find, list};
pub(crate) use sort::{ProductSort, SortDirection};
pub(crate) use subscription::ProductSubscription;
