//! `{"type":"category",…}`

use domain::{
    locale::Locale,
    text::{Code, Slug},
};

use crate::{
    fields::{self, Object, Path, Sink},
    given::Given,
    json::Json,
};

/// What a record says of a category.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryPatch {
    /// Its key.
    pub code: Code,
    /// Names its page.
    pub slug: Given<Slug>,
    /// Its name.
    pub name: Given<String>,
    /// Its description.
    pub description: Given<String>,
    /// The code of the category above it.
    pub parent: Given<Code>,
    /// Its place among its siblings.
    pub position: Given<i32>,
    /// Left out of lists.
    pub hidden: Given<bool>,
    /// By locale; merges by key.
    pub translations: Given<Vec<(Locale, Given<CategoryTranslationPatch>)>>,
}

/// What a record says of a category's texts in one locale.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryTranslationPatch {
    /// Its name.
    pub name: Given<String>,
    /// Names its page in this locale.
    pub slug: Given<Slug>,
    /// Its description.
    pub description: Given<String>,
}

impl CategoryPatch {
    pub(crate) const FIELDS: &'static [&'static str] = &[
        "type",
        "code",
        "slug",
        "name",
        "description",
        "parent",
        "position",
        "hidden",
        "translations",
    ];

    /// The translations that it gives; empty where it gives none or clears them.
    #[must_use]
    pub fn translations_given(&self) -> &[(Locale, Given<CategoryTranslationPatch>)] {
        match &self.translations {
            Given::Value(given) => given,
            Given::Absent | Given::Null => &[],
        }
    }

    pub(crate) fn read(object: &Object<'_, '_>) -> Option<Self> {
        let code = object.required("code", fields::code);
        let patch = Self {
            code: code.clone().unwrap_or_else(|| Code::trusted("")),
            slug: object.given("slug", fields::slug),
            name: object.given("name", fields::name),
            description: object.given("description", fields::description),
            parent: object.given("parent", fields::code),
            position: object.given("position", fields::integer),
            hidden: object.given("hidden", fields::boolean),
            translations: object.given("translations", |json, path, sink| {
                fields::map(
                    json,
                    path,
                    sink,
                    fields::locale,
                    CategoryTranslationPatch::read,
                )
            }),
        };
        code.map(|_| patch)
    }
}

impl CategoryTranslationPatch {
    fn read(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Self> {
        let object = Object::open(json, &["name", "slug", "description"], path, sink)?;
        Some(Self {
            name: object.given("name", fields::name),
            slug: object.given("slug", fields::slug),
            description: object.given("description", fields::description),
        })
    }
}
