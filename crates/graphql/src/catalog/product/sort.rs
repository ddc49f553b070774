//! `ProductSort`.

use std::fmt::Write as _;

use async_graphql::{Enum, InputObject};
use persistence::catalog::product;

use crate::{buyer::View, connection::Order};

/// By what products are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "product::ProductSortKey")]
pub(crate) enum ProductSortKey {
    /// When they were created.
    CreatedAt,
    /// When they were last changed.
    UpdatedAt,
    /// Their name in the context's locale, without regard to case and accents.
    Name,
    /// Their code, by code point.
    Code,
    /// The lowest unit price of their variants in this context. Those without a price come last in both directions.
    Price,
}

/// Which of two comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "product::SortDirection")]
pub(crate) enum SortDirection {
    /// The lesser: A before Z, the earlier, the cheaper.
    #[graphql(name = "ASC")]
    Ascending,
    /// The greater: Z before A, the later, the dearer.
    #[graphql(name = "DESC")]
    Descending,
}

/// In which order products are listed. Equals are listed in the order of their creation, with DESC the last one first.
#[derive(Clone, Copy, Debug, InputObject)]
pub(crate) struct ProductSort {
    /// By what.
    key: ProductSortKey,
    /// Which comes first.
    #[graphql(default_with = "Some(SortDirection::Ascending)")]
    direction: Option<SortDirection>,
}

impl ProductSort {
    /// The store's sort; where none is asked for, in the order of creation.
    pub(crate) fn or_default(asked: Option<Self>) -> product::ProductSort {
        asked.map_or_else(product::ProductSort::default, |sort| product::ProductSort {
            key: sort.key.into(),
            direction: sort.direction.unwrap_or(SortDirection::Ascending).into(),
        })
    }
}

/// The order of a product list, which depends on the context where its values do.
pub(crate) fn order(sort: product::ProductSort, view: &View) -> Order {
    let key = match sort.key {
        product::ProductSortKey::CreatedAt => "CREATED_AT",
        product::ProductSortKey::UpdatedAt => "UPDATED_AT",
        product::ProductSortKey::Name => "NAME",
        product::ProductSortKey::Code => "CODE",
        product::ProductSortKey::Price => "PRICE",
    };
    let direction = match sort.direction {
        product::SortDirection::Ascending => "ASC",
        product::SortDirection::Descending => "DESC",
    };
    let mut name = format!("products by {key} {direction}");
    if sort.key == product::ProductSortKey::Price {
        let _ = write!(name, " in {}", view.buyer.currency);
    }
    if sort.key == product::ProductSortKey::Name
        && let Some(locale) = view.buyer.locales.first()
    {
        let _ = write!(name, " in {locale}");
    }
    Order {
        name,
        types: sort.cursor_types(),
    }
}
