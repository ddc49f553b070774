//! Products as storefronts read them: look-ups, listings and counts.

mod by_keys;
mod columns;
mod count;
mod filter;
mod find;
mod listing;
mod options;
mod page;
mod record;
mod sort;
mod translation;
mod usage;
mod visibility;

pub use filter::{
    AttributeFilter, AttributeMatch, AvailabilityFilter, CategoryFilter, PriceFilter, ProductFilter,
};
pub use find::ProductKey;
pub use listing::ProductListing;
pub use options::{LocalizedOption, Options};
pub use record::ProductRecord;
pub use sort::{ProductSort, ProductSortKey, SortDirection};
pub(crate) use visibility::write_visible;

use crate::Store;

/// The queries of products; [`Store::products`] gives them.
#[derive(Clone, Copy)]
pub struct Products<'s> {
    store: &'s Store,
}

impl Store {
    /// The queries of products.
    #[must_use]
    pub const fn products(&self) -> Products<'_> {
        Products { store: self }
    }
}
