//! Products: the whole tree that a feed, or `productSet`, declares.

use std::collections::BTreeMap;

use super::{Attributes, Media, Variant};
use crate::{
    clock::Timestamp,
    locale::Locale,
    text::{Code, Slug},
};

/// The tax class of a product that names none.
pub const DEFAULT_TAX_CLASS: &str = "standard";

/// Where a product is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProductStatus {
    /// Being prepared: seen by admins alone.
    Draft,
    /// On sale in the channels that publish it.
    Active,
    /// Kept for the record: seen by admins alone.
    Archived,
}

crate::spelling::spelled!(ProductStatus { Draft => "DRAFT", Active => "ACTIVE", Archived => "ARCHIVED" });

/// A product with all that belongs to it, as declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// The seller's key.
    pub code: Code,
    /// Names its page in the catalogue's default locale; unique among products.
    pub slug: Slug,
    /// Its name in the catalogue's default locale.
    pub name: String,
    /// Text or HTML. None: none.
    pub description: Option<String>,
    /// Its brand. None: none.
    pub brand: Option<String>,
    /// Where it is in its life.
    pub status: ProductStatus,
    /// Where it is published, each channel once, in the order given.
    pub channels: Vec<Publication>,
    /// Its categories by code, each once, in the order given.
    pub categories: Vec<Code>,
    /// Which of a channel's tax rates holds; [`DEFAULT_TAX_CLASS`] where nothing is said.
    pub tax_class: Code,
    /// By attribute code.
    pub attributes: Attributes,
    /// Names of the options that tell its variants apart, in order. Empty: it has exactly one variant.
    pub options: Vec<String>,
    /// In order.
    pub media: Vec<Media>,
    /// In order; never empty.
    pub variants: Vec<Variant>,
    /// Its texts in other locales.
    pub translations: BTreeMap<Locale, ProductTranslation>,
}

/// A product's publication in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The channel's code.
    pub channel: Code,
    /// From when, this moment included. None: from the beginning.
    pub from: Option<Timestamp>,
    /// Until when, this moment excluded. None: without end.
    pub until: Option<Timestamp>,
}

/// A product's texts in one locale; a field that is None, or a key that is absent, falls back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProductTranslation {
    /// Its name.
    pub name: Option<String>,
    /// Unique among the products' slugs of this locale.
    pub slug: Option<Slug>,
    /// Its description.
    pub description: Option<String>,
    /// Its TEXT attributes, by attribute code; several texts for a list attribute.
    pub attributes: Attributes,
    /// Its options, by their name in the default locale.
    pub options: BTreeMap<String, OptionTranslation>,
}

/// An option's texts in one locale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionTranslation {
    /// The option's name. None: falls back.
    pub name: Option<String>,
    /// Its values, by value in the default locale.
    pub values: BTreeMap<String, String>,
}
