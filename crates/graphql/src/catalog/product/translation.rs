//! `ProductTranslation`.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::SimpleObject;
use domain::{catalog, locale::Locale};

use crate::{
    scalars::{AttributeScalar, LocaleTag},
    viewer::is_admin,
};

/// The texts of a product in another language than the catalogue's own, as they are stored.
#[derive(SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct ProductTranslation {
    /// The language.
    locale: LocaleTag,
    /// Its name. Null: not translated.
    name: Option<String>,
    /// Names its page in this language. Null: as in the catalogue's own language.
    slug: Option<String>,
    /// Its description. Null: not translated.
    description: Option<String>,
    /// What it has of attributes of type TEXT in this language.
    attributes: Vec<TranslatedAttribute>,
    /// What its options and their values are called in this language.
    options: Vec<TranslatedOption>,
}

/// What a product has of an attribute in another language.
#[derive(SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct TranslatedAttribute {
    /// The attribute's code.
    code: String,
    /// The text, or a list of texts.
    value: AttributeScalar,
}

/// What an option is called in another language.
#[derive(SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct TranslatedOption {
    /// The option's name in the catalogue's own language.
    option: String,
    /// Its name in this language. Null: not translated.
    name: Option<String>,
    /// What its values are called.
    values: Vec<TranslatedOptionValue>,
}

/// What a value of an option is called in another language.
#[derive(SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct TranslatedOptionValue {
    /// The value in the catalogue's own language.
    value: String,
    /// What it is called in this language.
    name: String,
}

/// Texts by locale.
pub(crate) type Texts = Arc<BTreeMap<Locale, catalog::ProductTranslation>>;

pub(super) fn list(texts: &Texts) -> Vec<ProductTranslation> {
    let texts = texts.iter();
    texts
        .map(|(locale, texts)| ProductTranslation {
            locale: LocaleTag(locale.clone()),
            name: texts.name.clone(),
            slug: texts.slug.as_deref().map(str::to_owned),
            description: texts.description.clone(),
            attributes: (texts.attributes.iter())
                .map(|(code, value)| TranslatedAttribute {
                    code: code.as_str().to_owned(),
                    value: value.into(),
                })
                .collect(),
            options: (texts.options.iter())
                .map(|(option, texts)| TranslatedOption {
                    option: option.clone(),
                    name: texts.name.clone(),
                    values: (texts.values.iter())
                        .map(|(value, name)| TranslatedOptionValue {
                            value: value.clone(),
                            name: name.clone(),
                        })
                        .collect(),
                })
                .collect(),
        })
        .collect()
}
