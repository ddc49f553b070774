//! Categories: the tree in which a storefront's visitors browse.

use std::collections::BTreeMap;

use crate::{
    locale::Locale,
    text::{Code, Slug},
};

/// A category, as declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// The seller's key.
    pub code: Code,
    /// Names its page in the catalogue's default locale; unique among categories.
    pub slug: Slug,
    /// Its name in the catalogue's default locale.
    pub name: String,
    /// Text or HTML. None: none.
    pub description: Option<String>,
    /// The code of the category above it. None: a root.
    pub parent: Option<Code>,
    /// Its place among its siblings, lowest first; equal places go by code.
    pub position: i32,
    /// Left out of a storefront's lists of roots and children, but found by look-up and search.
    pub hidden: bool,
    /// Its texts in other locales.
    pub translations: BTreeMap<Locale, CategoryTranslation>,
}

/// A category's texts in one locale; a field that is None falls back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CategoryTranslation {
    /// Its name.
    pub name: Option<String>,
    /// Unique among the categories' slugs of this locale.
    pub slug: Option<Slug>,
    /// Its description.
    pub description: Option<String>,
}
