//! Variants as storefronts read them: look-ups, and the variants of products. A variant is seen by those who see its
//! product.

mod by_product;
mod columns;
mod find;
mod record;

pub use by_product::{AllVariants, page_of};
pub use find::VariantKey;
pub use record::VariantRecord;

use crate::{Store, page::SortValueType};

/// The types of the values in the cursors of a product's variants, to be compared by [`crate::page::fits`].
pub const CURSOR_TYPES: &[SortValueType] = &[SortValueType::Integer, SortValueType::Id];

/// The queries of variants; [`Store::variants`] gives them.
#[derive(Clone, Copy)]
pub struct Variants<'s> {
    store: &'s Store,
}

impl Store {
    /// The queries of variants.
    #[must_use]
    pub const fn variants(&self) -> Variants<'_> {
        Variants { store: self }
    }
}
