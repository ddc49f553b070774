//! Categories. Whether the tree stays a tree is the store's to say, which sees it whole.

use domain::catalog::{Category, CategoryTranslation};

use super::{Known, by_key, needed};
use crate::{
    fields::{Path, Sink},
    record::{CategoryPatch, CategoryTranslationPatch, Kind},
};

pub(crate) fn category(
    stored: Option<&Category>,
    patch: CategoryPatch,
    known: &Known<'_>,
    sink: &Sink,
) -> Option<Category> {
    let root = &Path::Root;
    let slug = needed(
        patch.slug,
        stored.map(|stored| &stored.slug),
        "slug",
        root,
        sink,
    );
    let name = needed(
        patch.name,
        stored.map(|stored| &stored.name),
        "name",
        root,
        sink,
    );
    let parent = patch
        .parent
        .over(stored.and_then(|stored| stored.parent.clone()));
    if let Some(parent) = &parent
        && !known.has(Kind::Category, parent)
    {
        known.missing(Kind::Category, parent, &root.name("parent"), sink);
    }
    let translations = by_key(
        patch.translations,
        stored.map(|stored| &stored.translations),
        |_, patch, stored| {
            let merged = translation(stored, patch);
            (merged != CategoryTranslation::default()).then_some(merged)
        },
    );
    Some(Category {
        code: patch.code,
        slug: slug?,
        name: name?,
        description: patch
            .description
            .over(stored.and_then(|stored| stored.description.clone())),
        parent,
        position: patch
            .position
            .over_or(stored.map(|stored| stored.position), 0),
        hidden: patch
            .hidden
            .over_or(stored.map(|stored| stored.hidden), false),
        translations,
    })
}

fn translation(
    stored: Option<&CategoryTranslation>,
    patch: CategoryTranslationPatch,
) -> CategoryTranslation {
    CategoryTranslation {
        name: patch
            .name
            .over(stored.and_then(|stored| stored.name.clone())),
        slug: patch
            .slug
            .over(stored.and_then(|stored| stored.slug.clone())),
        description: patch
            .description
            .over(stored.and_then(|stored| stored.description.clone())),
    }
}
