//! Products, variants and categories as storefronts, and admins through the same queries, read them: lean records in
//! the buyer's language. Whether a product can be seen at all is part of every query.

pub mod category;
mod lazy;
pub mod product;
pub mod variant;

pub use category::{Categories, CategoryKey, CategoryRecord};
pub use product::{ProductKey, ProductListing, ProductRecord, Products};
pub use variant::{VariantKey, VariantRecord, Variants};
