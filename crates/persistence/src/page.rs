//! Keyset pages: a page is asked for by the sort values of its neighbour, never by a number, so that walking all pages
//! gives every item exactly once, whatever is written meanwhile.

mod keyset;

pub(crate) use keyset::{Keyset, cut, rows_wanted, write_limit};
use uuid::Uuid;

/// One of the values by which items are sorted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SortValue {
    /// A moment in microseconds since 1970, an amount in millionths, or a position.
    Integer(i64),
    /// A code or a folded name, compared by code point.
    Text(String),
    /// The item's identifier: the last value, which makes the others unique.
    Id(Uuid),
}

/// Where an item stands in its order: the content of a cursor.
pub type SortValues = Vec<SortValue>;

/// The type of a [`SortValue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortValueType {
    /// [`SortValue::Integer`].
    Integer,
    /// [`SortValue::Text`].
    Text,
    /// [`SortValue::Id`].
    Id,
}

/// Whether values are of these types, in this order, so that a cursor can belong to the order that has them.
#[must_use]
pub fn fits(values: &[SortValue], types: &[SortValueType]) -> bool {
    let type_of = |value: &SortValue| match value {
        SortValue::Integer(_) => SortValueType::Integer,
        SortValue::Text(_) => SortValueType::Text,
        SortValue::Id(_) => SortValueType::Id,
    };
    values.len() == types.len()
        && values
            .iter()
            .zip(types)
            .all(|(value, expected)| type_of(value) == *expected)
}

/// From which end of the selected items a page is taken. The items of a page are in the order of the sort either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageEnd {
    /// The first ones.
    First,
    /// The last ones.
    Last,
}

/// Which page is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageRequest {
    /// At most how many items.
    pub size: u32,
    /// From which end of what is left between `after` and `before`.
    pub end: PageEnd,
    /// Only items after this place, which itself is left out. None: from the beginning.
    pub after: Option<SortValues>,
    /// Only items before this place, which itself is left out. None: to the end.
    pub before: Option<SortValues>,
}

impl PageRequest {
    /// The first `size` items.
    #[must_use]
    pub const fn first(size: u32) -> Self {
        Self {
            size,
            end: PageEnd::First,
            after: None,
            before: None,
        }
    }

    /// The last `size` items.
    #[must_use]
    pub const fn last(size: u32) -> Self {
        Self {
            size,
            end: PageEnd::Last,
            after: None,
            before: None,
        }
    }

    /// The same page of the items after this place.
    #[must_use]
    pub fn after(self, place: SortValues) -> Self {
        Self {
            after: Some(place),
            ..self
        }
    }

    /// The same page of the items before this place.
    #[must_use]
    pub fn before(self, place: SortValues) -> Self {
        Self {
            before: Some(place),
            ..self
        }
    }
}

/// One page of items with their places.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// In the order of the sort.
    pub items: Vec<(T, SortValues)>,
    /// Whether items follow. Where `before` was given they do: at least the one that stands there.
    pub has_next: bool,
    /// Whether items precede. Where `after` was given they do: at least the one that stands there.
    pub has_previous: bool,
}

impl<T> Page<T> {
    /// The same page of what is made of its items. None: an item is left out.
    #[must_use]
    pub fn filter_map<U>(self, make: impl Fn(T) -> Option<U>) -> Page<U> {
        let items = self.items.into_iter();
        Page {
            items: items
                .filter_map(|(item, place)| Some((make(item)?, place)))
                .collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
        }
    }
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            has_next: false,
            has_previous: false,
        }
    }
}
