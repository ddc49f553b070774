//! `CategoryTranslation`.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::SimpleObject;
use domain::{catalog, locale::Locale};

use crate::{scalars::LocaleTag, viewer::is_admin};

/// The texts of a category in another language than the catalogue's own, as they are stored.
#[derive(SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct CategoryTranslation {
    /// The language.
    locale: LocaleTag,
    /// Its name. Null: not translated.
    name: Option<String>,
    /// Names its page in this language. Null: as in the catalogue's own language.
    slug: Option<String>,
    /// Its description. Null: not translated.
    description: Option<String>,
}

/// Texts by locale.
pub(crate) type Texts = Arc<BTreeMap<Locale, catalog::CategoryTranslation>>;

pub(super) fn list(texts: &Texts) -> Vec<CategoryTranslation> {
    let texts = texts.iter();
    texts
        .map(|(locale, texts)| CategoryTranslation {
            locale: LocaleTag(locale.clone()),
            name: texts.name.clone(),
            slug: texts.slug.as_deref().map(str::to_owned),
            description: texts.description.clone(),
        })
        .collect()
}
