//! What mutations take of a category's texts, and how an input becomes a record of a feed.

use async_graphql::InputObject;
use serde_json::{Map, Value};

use crate::{
    mutation::{Input, keyed},
    scalars::LocaleTag,
};

/// The texts of a category in one language. What is left out stays as it is; null clears it, and the plain text is shown.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct CategoryTranslationInput {
    /// The language.
    pub(crate) locale: LocaleTag,
    /// Its name, at most 512 characters.
    pub(crate) name: Option<String>,
    /// Names its page in this language; unique among the categories of the language.
    pub(crate) slug: Option<String>,
    /// Its description, as text or HTML, at most 65,536 characters.
    pub(crate) description: Option<String>,
}

/// The record that says of the category with this code what the input says.
pub(crate) fn record(input: &Input, code: &str) -> Map<String, Value> {
    let mut record = input.record("category", code);
    keyed(&mut record, "translations", "locale");
    record
}
