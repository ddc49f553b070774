//! Products.

mod filter;
pub(crate) mod loaders;
mod object;
mod options;
mod query;
mod sort;

pub(crate) use filter::{CategoryFilter, PriceFilter, ProductFilter, TimeFilter};
pub(crate) use object::{Product, ProductList, ProductStatus};
pub(crate) use options::{SelectedOption, of_variant as options_of_variant};
pub(crate) use query::{ProductQuery, list};
pub(crate) use sort::{ProductSort, SortDirection};
