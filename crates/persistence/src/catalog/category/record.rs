//! A category as it is read.

use domain::{
    clock::Timestamp,
    id::CategoryId,
    text::{Code, Slug},
};

/// A category. Its texts are the buyer's: each from the nearest locale of the buyer's chain that has it, else in the
/// catalogue's default locale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryRecord {
    /// Its identifier.
    pub id: CategoryId,
    /// The seller's key.
    pub code: Code,
    /// Names its page.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Text or HTML. None: none.
    pub description: Option<String>,
    /// The category above it. None: a root.
    pub parent_id: Option<CategoryId>,
    /// Its place among its siblings, lowest first; equal places go by code.
    pub position: i32,
    /// Whether it is left out of a storefront's lists of roots and children.
    pub hidden: bool,
    /// Counts its changes, from 1.
    pub version: i64,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}
