//! How much work fields are. A point is an object that is read and shown; the points of a request say what it costs.

use crate::connection::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE};

/// The points of a field that its own object isn't.
#[must_use]
pub fn effort(parent: &str, field: &str) -> u64 {
    match (parent, field) {
        (_, "__typename") => 0,
        (_, "__schema") => 200,
        (_, "__type") => 20,
        // A transaction, with its events and its audit.
        ("Mutation", _) => 50,
        // The words are read, and facets counted over all that is found.
        ("Query", "search" | "suggest") | ("Category", "search") => 50,
        ("Product", "similar") => 20,
        // A statement, or a count over much more than what is shown.
        ("Query", _) => 5,
        ("Category", "productCount" | "products") => 5,
        (_, "totalCount") => 5,
        ("ProductVariant" | "Price", "lowestPriorPrice") => 2,
        _ => 0,
    }
}

/// How many entries are reckoned with in a list that has no pages of its own.
#[must_use]
pub fn usual(parent: &str, field: &str) -> u64 {
    match (parent, field) {
        ("Category", "children") => 20,
        ("Facet", "values") => 20,
        (_, "facets") => 8,
        (_, "attributes") => 5,
        (_, "changes" | "translations" | "ancestors" | "lines") => 5,
        _ => 3,
    }
}

/// How many entries are reckoned with in a page of `asked` entries. Where a list hangs on many things of one answer, like
/// the variants of products, few of them have as many as may be asked for.
#[must_use]
pub fn page(parent: &str, field: &str, asked: Option<u64>) -> u64 {
    let asked = asked
        .unwrap_or_else(|| u64::from(DEFAULT_PAGE_SIZE))
        .min(u64::from(MAX_PAGE_SIZE));
    match (parent, field) {
        ("Product", "variants") => asked.min(12),
        _ => asked,
    }
}
