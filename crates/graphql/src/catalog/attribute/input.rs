//! What mutations take of an attribute's names and values, and how an input becomes a record of a feed.

use async_graphql::InputObject;
use serde_json::{Map, Value};

use crate::{
    mutation::{Input, keyed},
    scalars::LocaleTag,
};

/// A name in one language.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct NameTranslationInput {
    /// The language.
    pub(crate) locale: LocaleTag,
    /// The name, at most 512 characters. Null takes it away, and the plain name is shown.
    pub(crate) name: Option<String>,
}

/// A value that an ENUM attribute declares. What is left out of one that is there already stays as it is.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct AttributeEnumValueInput {
    /// Your key of it within the attribute, at most 128 characters.
    pub(crate) code: String,
    /// Its name in the catalogue's language, at most 512 characters. A new value needs one.
    pub(crate) name: Option<String>,
    /// Its name in other languages, each language once. Languages that are left out stay as they are.
    pub(crate) translations: Option<Vec<NameTranslationInput>>,
}

/// The record that says of the attribute with this code what the input says.
pub(super) fn record(input: &Input, code: &str) -> Map<String, Value> {
    let mut record = input.record("attribute", code);
    keyed(&mut record, "translations", "locale");
    if let Some(Value::Array(values)) = record.get_mut("values") {
        for value in values.iter_mut().filter_map(Value::as_object_mut) {
            keyed(value, "translations", "locale");
        }
    }
    record
}
