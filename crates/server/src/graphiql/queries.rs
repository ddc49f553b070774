//! The queries that a first visit finds in the page's tabs.

macro_rules! saved {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../graphiql/queries/", $name, ".graphql")))),+]
    };
}

/// Each query's name and text, in the order of the page's tabs. The first works on any catalogue,
/// the others are about the sample catalogue.
pub const SAVED_QUERIES: &[(&str, &str)] = saved![
    "first-products",
    "product-page",
    "category-listing",
    "category-tree",
    "filtered-names",
    "two-contexts",
];
