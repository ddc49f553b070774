//! What a listing of products is: a category or the whole catalogue, filtered and sorted.

use domain::id::CategoryId;

use super::{filter::ProductFilter, sort::ProductSort};

/// The products that are listed, and in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProductListing {
    /// Only products of this category. None: all that the buyer sees.
    pub category: Option<CategoryId>,
    /// Whether products of the categories below count as the category's too.
    pub include_descendants: bool,
    /// What they must be like.
    pub filter: ProductFilter,
    /// In which order.
    pub sort: ProductSort,
}
