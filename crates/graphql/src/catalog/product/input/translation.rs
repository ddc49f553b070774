//! A product's texts in another language.

use async_graphql::InputObject;

use super::AttributeValueInput;
use crate::scalars::LocaleTag;

/// The texts of a product in one language. What is left out stays as it is; null clears it, and the plain text is shown.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ProductTranslationInput {
    /// The language.
    locale: LocaleTag,
    /// Its name, at most 512 characters.
    name: Option<String>,
    /// Names its page in this language; unique among the products of the language.
    slug: Option<String>,
    /// Its description, as text or HTML, at most 65,536 characters.
    description: Option<String>,
    /// Its TEXT attributes, each once. Those that are left out stay as they are; null clears all.
    attributes: Option<Vec<AttributeValueInput>>,
    /// The names of its options and their values, each option once. Those that are left out stay as they are; null clears
    /// all.
    options: Option<Vec<OptionTranslationInput>>,
}

/// An option in another language.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct OptionTranslationInput {
    /// The option's name in the catalogue's language.
    name: String,
    /// Its name in this language. Left out, it stays as it is; null clears it.
    translation: Option<String>,
    /// Its values, each once. Those that are left out stay as they are; null clears all.
    values: Option<Vec<OptionValueTranslationInput>>,
}

/// A value of an option in another language.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct OptionValueTranslationInput {
    /// The value in the catalogue's language.
    value: String,
    /// The value in this language. Null, or left out, clears it.
    translation: Option<String>,
}
