//! A product's texts in other locales.

use std::collections::BTreeMap;

use domain::{
    catalog::{OptionTranslation, Product, ProductTranslation},
    locale::Locale,
};

use super::{Known, attributes, by_key};
use crate::{
    fields::{Path, Sink},
    given::Given,
    record::{OptionTranslationPatch, ProductTranslationPatch},
};

/// Merges by locale; a locale without any text falls away.
pub(super) fn translations(
    given: Given<Vec<(Locale, Given<ProductTranslationPatch>)>>,
    stored: Option<&Product>,
    known: &Known<'_>,
    sink: &Sink,
) -> BTreeMap<Locale, ProductTranslation> {
    let root = Path::Name(&Path::Root, "translations");
    by_key(
        given,
        stored.map(|stored| &stored.translations),
        |locale, patch, stored| {
            let merged = translation(patch, stored, known, &root.name(locale), sink);
            (merged != ProductTranslation::default()).then_some(merged)
        },
    )
}

fn translation(
    patch: ProductTranslationPatch,
    stored: Option<&ProductTranslation>,
    known: &Known<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> ProductTranslation {
    let texts = attributes::translated(
        patch.attributes,
        stored.map(|stored| &stored.attributes),
        known,
        &path.name("attributes"),
        sink,
    );
    ProductTranslation {
        name: patch
            .name
            .over(stored.and_then(|stored| stored.name.clone())),
        slug: patch
            .slug
            .over(stored.and_then(|stored| stored.slug.clone())),
        description: patch
            .description
            .over(stored.and_then(|stored| stored.description.clone())),
        attributes: texts,
        options: by_key(
            patch.options,
            stored.map(|stored| &stored.options),
            |_, patch, stored| {
                let merged = option(patch, stored);
                (merged != OptionTranslation::default()).then_some(merged)
            },
        ),
    }
}

fn option(patch: OptionTranslationPatch, stored: Option<&OptionTranslation>) -> OptionTranslation {
    OptionTranslation {
        name: patch
            .name
            .over(stored.and_then(|stored| stored.name.clone())),
        values: by_key(
            patch.values,
            stored.map(|stored| &stored.values),
            |_, value, _| Some(value),
        ),
    }
}
