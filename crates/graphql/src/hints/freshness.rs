//! How long answers hold. Of all fields in an answer the one that changes soonest decides.

/// How soon a field's value may be another one. Configuration gives each its seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Freshness {
    /// The schema: as long as the server runs.
    Schema,
    /// What things are: names, texts, categories, attributes, media.
    Catalog,
    /// What they cost.
    Price,
    /// What is found, and in which order.
    Search,
    /// Whether they are there.
    Stock,
    /// What no cache may keep.
    Live,
}

/// How long a field's value holds. None: as long as its parent's.
///
/// A field at the root is named here or isn't kept at all.
#[must_use]
pub fn freshness(parent: &str, field: &str) -> Option<Freshness> {
    match (parent, field) {
        (_, "__typename") => None,
        (_, "__schema" | "__type") => Some(Freshness::Schema),
        (
            "Query",
            "node" | "nodes" | "product" | "products" | "productVariant" | "category"
            | "categories" | "_entities",
        ) => Some(Freshness::Catalog),
        ("Query", "_service") => Some(Freshness::Schema),
        ("Query", "quote") => Some(Freshness::Price),
        ("Query", "search" | "suggest") | ("Category", "search") | ("Product", "similar") => {
            Some(Freshness::Search)
        }
        ("Query" | "Mutation" | "Subscription", _) => Some(Freshness::Live),
        ("Product", "priceRange") | ("ProductVariant", "price") => Some(Freshness::Price),
        ("Product" | "ProductVariant", "availability") | ("ProductVariant", "stockLevels") => {
            Some(Freshness::Stock)
        }
        // Shown to admins, whose answers no shared cache keeps.
        _ => None,
    }
}

/// How long a list holds that is asked for with this word in its filter, its sort, its facets or `outOfStock`: the name of an
/// input field, or an enum's value. None: as long as what is shown of it.
#[must_use]
pub fn freshness_of_word(word: &str) -> Option<Freshness> {
    match word {
        "price" | "PRICE" => Some(Freshness::Price),
        "availability" | "AVAILABILITY" | "orderable" | "HIDE" | "LAST" => Some(Freshness::Stock),
        _ => None,
    }
}
