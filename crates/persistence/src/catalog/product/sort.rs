//! The orders in which products can be listed.

use crate::page::SortValueType;

/// In which order products are listed; the identifier decides between equals, in the same direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ProductSort {
    /// By what.
    pub key: ProductSortKey,
    /// Which comes first.
    pub direction: SortDirection,
}

/// By what products are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ProductSortKey {
    /// When they were created: the order of identifiers.
    #[default]
    CreatedAt,
    /// When they were last changed.
    UpdatedAt,
    /// Their name in the buyer's language, without regard to case and accents.
    Name,
    /// Their code, by code point.
    Code,
    /// The lowest unit price of their variants for one unit in the buyer's context; those without a price come last in
    /// both directions.
    Price,
}

/// Which of two comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortDirection {
    /// The lesser.
    #[default]
    Ascending,
    /// The greater.
    Descending,
}

impl ProductSort {
    /// The types of the values in this order's cursors, to be compared by [`crate::page::fits`].
    #[must_use]
    pub const fn cursor_types(self) -> &'static [SortValueType] {
        match self.key {
            ProductSortKey::CreatedAt => &[SortValueType::Id],
            ProductSortKey::UpdatedAt | ProductSortKey::Price => {
                &[SortValueType::Integer, SortValueType::Id]
            }
            ProductSortKey::Name | ProductSortKey::Code => {
                &[SortValueType::Text, SortValueType::Id]
            }
        }
    }
}
