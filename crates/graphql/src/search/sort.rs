//! `SearchSort`.

use async_graphql::{Enum, InputObject, Result, SimpleObject};
use domain::{catalog::ValueType, text::Code};
use search::query::{Direction, Sort};

use crate::{
    buyer::View,
    catalog::{localized, product::SortDirection},
    error::{ErrorCode, refuse},
};

/// By what found products are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum SearchSortKey {
    /// The best first. Without a query: what the shop has put first, then the newest.
    Relevance,
    /// The lowest unit price of their variants in this context. Those without a price come last in both directions.
    Price,
    /// When they were created.
    CreatedAt,
    /// When they were last changed.
    UpdatedAt,
    /// Their name in the context's locale, without regard to case and accents.
    Name,
    /// Their code, by code point.
    Code,
    /// An attribute of the product. Those without it come last in both directions.
    Attribute,
}

/// In which order found products come. Equals come in the order of their creation.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct SearchSort {
    /// By what.
    key: SearchSortKey,
    /// Which comes first; of no meaning for RELEVANCE, which has the best first.
    #[graphql(default_with = "Some(SortDirection::Ascending)")]
    direction: Option<SortDirection>,
    /// The code of the attribute, for the key ATTRIBUTE. Null: for the others.
    attribute: Option<String>,
}

/// An order that can be asked for.
#[derive(SimpleObject)]
pub(crate) struct SearchSortOption {
    /// By what.
    key: SearchSortKey,
    /// Which comes first.
    direction: SortDirection,
    /// The code of the attribute. Null: it isn't sorted by one.
    attribute: Option<String>,
    /// The name of the attribute in the context's locale. Null: it isn't sorted by one.
    attribute_name: Option<String>,
    /// Whether these products are in this order.
    selected: bool,
}

impl SearchSort {
    /// The index's sort; by relevance where none is asked for.
    pub(super) fn or_default(asked: Option<Self>, view: &View) -> Result<Sort> {
        let Some(Self {
            key,
            direction,
            attribute,
        }) = asked
        else {
            return Ok(Sort::Relevance);
        };
        let direction = match direction.unwrap_or(SortDirection::Ascending) {
            SortDirection::Ascending => Direction::Ascending,
            SortDirection::Descending => Direction::Descending,
        };
        if attribute.is_some() != (key == SearchSortKey::Attribute) {
            let message = "A sort by ATTRIBUTE names the `attribute`, and no other sort does.";
            return Err(refuse(ErrorCode::BadUserInput, message));
        }
        Ok(match key {
            SearchSortKey::Relevance => Sort::Relevance,
            SearchSortKey::Price => Sort::Price(direction),
            SearchSortKey::CreatedAt => Sort::Created(direction),
            SearchSortKey::UpdatedAt => Sort::Updated(direction),
            SearchSortKey::Name => Sort::Name(direction),
            SearchSortKey::Code => Sort::Code(direction),
            SearchSortKey::Attribute => {
                Sort::Attribute(filterable(&attribute.unwrap_or_default(), view)?, direction)
            }
        })
    }
}

/// The code of an attribute that the index knows.
pub(super) fn filterable(code: &str, view: &View) -> Result<Code> {
    let refused = |message| Err(refuse(ErrorCode::BadUserInput, message));
    match view.reference.attributes.by_code(code) {
        None => refused(format!("There is no attribute with the code {code:?}.")),
        Some(entry) if !entry.value.filterable => refused(format!(
            "The attribute {code:?} is not filterable, so that search neither filters, counts nor sorts by it."
        )),
        Some(entry) => Ok(entry.value.code.clone()),
    }
}

/// The orders that are of use: the usual ones, and by each number and date.
pub(super) fn options(current: &Sort, view: &View) -> Vec<SearchSortOption> {
    use Direction::{Ascending, Descending};
    let usual = [
        (SearchSortKey::Relevance, Sort::Relevance, Descending),
        (SearchSortKey::Price, Sort::Price(Ascending), Ascending),
        (SearchSortKey::Price, Sort::Price(Descending), Descending),
        (
            SearchSortKey::CreatedAt,
            Sort::Created(Descending),
            Descending,
        ),
        (SearchSortKey::Name, Sort::Name(Ascending), Ascending),
    ];
    let option = |(key, sort, direction): (SearchSortKey, Sort, Direction)| SearchSortOption {
        key,
        direction: shown(direction),
        attribute: None,
        attribute_name: None,
        selected: sort == *current,
    };
    let mut options: Vec<SearchSortOption> = usual.into_iter().map(option).collect();
    let attributes = view.reference.attributes.iter().map(|entry| &entry.value);
    let sortable = attributes.filter(|attribute| {
        attribute.filterable
            && !attribute.list
            && matches!(attribute.value_type, ValueType::Number | ValueType::Date)
    });
    for attribute in sortable {
        let name = localized(
            &attribute.name,
            &attribute.translations,
            &view.buyer.locales,
        );
        options.extend([Ascending, Descending].map(|direction| SearchSortOption {
            key: SearchSortKey::Attribute,
            direction: shown(direction),
            attribute: Some(attribute.code.to_string()),
            attribute_name: Some(name.to_owned()),
            selected: *current == Sort::Attribute(attribute.code.clone(), direction),
        }));
    }
    options
}

const fn shown(direction: Direction) -> SortDirection {
    match direction {
        Direction::Ascending => SortDirection::Ascending,
        Direction::Descending => SortDirection::Descending,
    }
}
