//! A product's texts in one locale, within a product record.

use domain::text::{Code, Slug};

use super::{Untyped, product::untyped};
use crate::{
    fields::{self, Object, Path, Sink},
    given::Given,
    json::Json,
};

/// What a record says of a product's texts in one locale.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductTranslationPatch {
    /// Its name.
    pub name: Given<String>,
    /// Names its page in this locale.
    pub slug: Given<Slug>,
    /// Its description.
    pub description: Given<String>,
    /// Its TEXT attributes; merges by key.
    pub attributes: Given<Vec<(Code, Given<Untyped>)>>,
    /// Its options, by name in the default locale; merges by key.
    pub options: Given<Vec<(String, Given<OptionTranslationPatch>)>>,
}

/// What a record says of an option's texts in one locale.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionTranslationPatch {
    /// The option's name.
    pub name: Given<String>,
    /// Its values, by value in the default locale; merges by key.
    pub values: Given<Vec<(String, Given<String>)>>,
}

impl ProductTranslationPatch {
    pub(super) fn read(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Self> {
        let object = Object::open(
            json,
            &["name", "slug", "description", "attributes", "options"],
            path,
            sink,
        )?;
        Some(Self {
            name: object.given("name", fields::name),
            slug: object.given("slug", fields::slug),
            description: object.given("description", fields::description),
            attributes: object.given("attributes", |json, path, sink| {
                fields::map(json, path, sink, fields::code, untyped)
            }),
            options: object.given("options", |json, path, sink| {
                fields::map(
                    json,
                    path,
                    sink,
                    fields::label,
                    OptionTranslationPatch::read,
                )
            }),
        })
    }
}

impl OptionTranslationPatch {
    fn read(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Self> {
        let object = Object::open(json, &["name", "values"], path, sink)?;
        Some(Self {
            name: object.given("name", fields::label),
            values: object.given("values", |json, path, sink| {
                fields::map(json, path, sink, fields::label, fields::label)
            }),
        })
    }
}
