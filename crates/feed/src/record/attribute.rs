//! `{"type":"attribute",…}`

use domain::{catalog::ValueType, locale::Locale, text::Code};

use crate::{
    fields::{self, Object, Path, Sink},
    given::Given,
    json::Json,
};

/// What a record says of an attribute's definition.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributePatch {
    /// Its key.
    pub code: Code,
    /// Its name.
    pub name: Given<String>,
    /// The type of its values; fixed once made.
    pub value_type: Given<ValueType>,
    /// The unit of its numbers.
    pub unit: Given<String>,
    /// Whether it takes several values.
    pub list: Given<bool>,
    /// Whether listings can be filtered by it.
    pub filterable: Given<bool>,
    /// Whether full-text search looks at it.
    pub searchable: Given<bool>,
    /// The declared values; replaces the stored list, in which a value that stays keeps what is not given.
    pub values: Given<Vec<EnumValuePatch>>,
    /// Names by locale; merges by key.
    pub translations: Given<Vec<(Locale, Given<Given<String>>)>>,
}

/// What a record says of a declared value.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValuePatch {
    /// Its key within the attribute.
    pub code: Code,
    /// Its name.
    pub name: Given<String>,
    /// Names by locale; merges by key.
    pub translations: Given<Vec<(Locale, Given<Given<String>>)>>,
}

impl AttributePatch {
    pub(crate) const FIELDS: &'static [&'static str] = &[
        "type",
        "code",
        "name",
        "valueType",
        "unit",
        "list",
        "filterable",
        "searchable",
        "values",
        "translations",
    ];

    pub(crate) fn read(object: &Object<'_, '_>) -> Option<Self> {
        let code = object.required("code", fields::code);
        let patch = Self {
            code: code.clone().unwrap_or_else(|| Code::trusted("")),
            name: object.given("name", fields::name),
            value_type: object.given("valueType", |json, path, sink| {
                fields::word(
                    json,
                    path,
                    sink,
                    &["TEXT", "NUMBER", "BOOLEAN", "DATE", "ENUM"],
                    ValueType::parse,
                )
            }),
            unit: object.given("unit", fields::short_text),
            list: object.given("list", fields::boolean),
            filterable: object.given("filterable", fields::boolean),
            searchable: object.given("searchable", fields::boolean),
            values: object.given("values", |json, path, sink| {
                fields::list(json, path, sink, EnumValuePatch::read)
            }),
            translations: object.given("translations", names),
        };
        code.map(|_| patch)
    }
}

impl EnumValuePatch {
    fn read(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Self> {
        let object = Object::open(json, &["code", "name", "translations"], path, sink)?;
        let code = object.required("code", fields::code);
        let name = object.given("name", fields::name);
        let translations = object.given("translations", names);
        Some(Self {
            code: code?,
            name,
            translations,
        })
    }
}

/// `{"de":{"name":"…"}}`
fn names(
    json: &Json<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> Option<Vec<(Locale, Given<Given<String>>)>> {
    fields::map(json, path, sink, fields::locale, |json, path, sink| {
        Some(Object::open(json, &["name"], path, sink)?.given("name", fields::name))
    })
}
