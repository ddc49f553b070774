//! Reading values whole, as they were declared: for writers, which compare, and for exports.

mod category;
mod product;
mod snapshot;

pub(crate) use category::{
    category_page, category_parents, stored_categories, translations as category_translations,
};
pub(crate) use product::{
    product_page, product_translations, products_by_id_page, products_by_ids, stored_products,
};
pub use snapshot::Snapshot;

/// How many keys one statement looks for: each of its lists stays below what SQLite takes.
pub(crate) const KEYS: usize = 1000;
