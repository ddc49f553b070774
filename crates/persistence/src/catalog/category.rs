//! Categories as storefronts read them: look-ups, the tree, and the categories of products. Hidden categories are left
//! out of a storefront's roots and children alone; look-ups, ancestors and a product's categories have them.

mod by_slugs;
mod columns;
mod find;
mod hidden;
mod page;
mod record;
mod translation;
mod tree;

pub use find::CategoryKey;
pub use record::CategoryRecord;

use crate::{Store, page::SortValueType};

/// The types of the values in the cursors of categories, to be compared by [`crate::page::fits`].
pub const CURSOR_TYPES: &[SortValueType] = &[SortValueType::Integer, SortValueType::Text];

/// The queries of categories; [`Store::categories`] gives them.
#[derive(Clone, Copy)]
pub struct Categories<'s> {
    store: &'s Store,
}

impl Store {
    /// The queries of categories.
    #[must_use]
    pub const fn categories(&self) -> Categories<'_> {
        Categories { store: self }
    }
}
