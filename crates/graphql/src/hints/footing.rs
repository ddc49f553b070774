//! What answers rest on: as long as that stays, they do.

use super::{Freshness, freshness};

/// What must stay as it is for a field's value to stay as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Footing {
    /// What is committed, and what has begun and not ended of it.
    Catalogue,
    /// The search index besides.
    Index,
    /// The moment: another one gives another value.
    Moment,
}

/// What a field's value rests on.
///
/// A field at the root that [`freshness()`] doesn't name is of the moment.
#[must_use]
pub fn footing(parent: &str, field: &str) -> Footing {
    match (parent, field) {
        // It moves on while nothing is changed.
        (_, "indexedAt") => Footing::Moment,
        // The days that it looks back on move.
        (_, "lowestPriorPrice") => Footing::Moment,
        _ => match freshness(parent, field) {
            Some(Freshness::Live) => Footing::Moment,
            Some(Freshness::Search) => Footing::Index,
            Some(Freshness::Schema | Freshness::Catalog | Freshness::Price | Freshness::Stock)
            | None => Footing::Catalogue,
        },
    }
}
