//! `{"type":"product",…}`

use domain::{
    catalog::{Media, MediaKind, ProductStatus, Publication},
    locale::Locale,
    text::{Code, Slug},
};

use super::{ProductTranslationPatch, VariantPatch};
use crate::{
    fields::{self, Object, Path, Sink},
    given::Given,
    json::Json,
};

/// What a record says of a product.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductPatch {
    /// Its key.
    pub code: Code,
    /// Names its page.
    pub slug: Given<Slug>,
    /// Its name.
    pub name: Given<String>,
    /// Its description.
    pub description: Given<String>,
    /// Its brand.
    pub brand: Given<String>,
    /// Where it is in its life.
    pub status: Given<ProductStatus>,
    /// Where it is published; replaces the stored list.
    pub channels: Given<Vec<Publication>>,
    /// Category codes; replaces the stored list.
    pub categories: Given<Vec<Code>>,
    /// Its tax class.
    pub tax_class: Given<Code>,
    /// By attribute code; merges by key.
    pub attributes: Given<Vec<(Code, Given<Untyped>)>>,
    /// Option names; replaces the stored list.
    pub options: Given<Vec<String>>,
    /// Replaces the stored list.
    pub media: Given<Vec<Media>>,
    /// The whole list: a stored variant that is not in it is deleted.
    pub variants: Given<Vec<VariantPatch>>,
    /// By locale; merges by key.
    pub translations: Given<Vec<(Locale, Given<ProductTranslationPatch>)>>,
}

/// An attribute's value before the attribute's type is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Untyped {
    /// A text, which may be a TEXT, a DATE or an ENUM's code.
    Text(String),
    /// A finite number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// Values of a list attribute.
    List(Vec<Untyped>),
}

impl ProductPatch {
    pub(crate) const FIELDS: &'static [&'static str] = &[
        "type",
        "code",
        "slug",
        "name",
        "description",
        "brand",
        "status",
        "channels",
        "categories",
        "taxClass",
        "attributes",
        "options",
        "media",
        "variants",
        "translations",
    ];

    /// The translations that it gives; empty where it gives none or clears them.
    #[must_use]
    pub fn translations_given(&self) -> &[(Locale, Given<ProductTranslationPatch>)] {
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
            brand: object.given("brand", fields::label),
            status: object.given("status", |json, path, sink| {
                fields::word(
                    json,
                    path,
                    sink,
                    &["DRAFT", "ACTIVE", "ARCHIVED"],
                    ProductStatus::parse,
                )
            }),
            channels: object.given("channels", |json, path, sink| {
                fields::list(json, path, sink, publication)
            }),
            categories: object.given("categories", |json, path, sink| {
                fields::list(json, path, sink, fields::code)
            }),
            tax_class: object.given("taxClass", fields::code),
            attributes: object.given("attributes", attributes),
            options: object.given("options", |json, path, sink| {
                fields::list(json, path, sink, fields::label)
            }),
            media: object.given("media", |json, path, sink| {
                fields::list(json, path, sink, medium)
            }),
            variants: object.given("variants", |json, path, sink| {
                fields::list(json, path, sink, VariantPatch::read)
            }),
            translations: object.given("translations", |json, path, sink| {
                fields::map(
                    json,
                    path,
                    sink,
                    fields::locale,
                    ProductTranslationPatch::read,
                )
            }),
        };
        code.map(|_| patch)
    }
}

/// A channel's code, or the code with a window.
fn publication(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Publication> {
    if matches!(json, Json::Text(_)) {
        return Some(Publication {
            channel: fields::code(json, path, sink)?,
            from: None,
            until: None,
        });
    }
    let object = Object::open(json, &["code", "from", "until"], path, sink)?;
    let channel = object.required("code", fields::code);
    let from = object.optional("from", fields::time);
    let until = object.optional("until", fields::time);
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        sink.invalid(&path.name("until"), "A window ends after it starts.");
    }
    Some(Publication {
        channel: channel?,
        from,
        until,
    })
}

pub(super) fn attributes(
    json: &Json<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> Option<Vec<(Code, Given<Untyped>)>> {
    fields::map(json, path, sink, fields::code, untyped)
}

pub(super) fn untyped(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Untyped> {
    match json {
        Json::Text(_) => fields::short_text(json, path, sink).map(Untyped::Text),
        #[expect(
            clippy::cast_precision_loss,
            reason = "NUMBER attributes are JSON numbers, that is doubles"
        )]
        Json::Integer(value) => Some(Untyped::Number(*value as f64)),
        Json::Number(value) => Some(Untyped::Number(*value)),
        Json::Bool(value) => Some(Untyped::Boolean(*value)),
        Json::List(_) => fields::list(json, path, sink, |json, path, sink| match json {
            Json::List(_) => {
                sink.invalid(path, "A list of lists is no attribute value.");
                None
            }
            _ => untyped(json, path, sink),
        })
        .map(Untyped::List),
        Json::Null | Json::Map(_) => {
            sink.invalid(
                path,
                format!(
                    "A text, a number, a boolean or a list of them is expected here, not {}.",
                    json.kind()
                ),
            );
            None
        }
    }
}

pub(super) fn medium(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Media> {
    let object = Object::open(json, &["url", "alt", "kind"], path, sink)?;
    let url = object.required("url", |json, path, sink| {
        let url = fields::label(json, path, sink)?;
        let absolute = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"));
        if absolute.is_none_or(|rest| rest.is_empty() || url.contains(char::is_whitespace)) {
            sink.invalid(path, format!("{url:?} is not an absolute http(s) address."));
            return None;
        }
        Some(url)
    });
    let alt = object.optional("alt", fields::short_text);
    let kind = object.optional("kind", |json, path, sink| {
        fields::word(
            json,
            path,
            sink,
            &["IMAGE", "VIDEO", "MODEL_3D", "DOCUMENT"],
            MediaKind::parse,
        )
    });
    Some(Media {
        url: url?,
        alt,
        kind: kind.unwrap_or(MediaKind::Image),
    })
}
