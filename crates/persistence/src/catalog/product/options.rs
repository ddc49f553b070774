//! The options that tell a product's variants apart, in the buyer's language.

use std::collections::BTreeMap;

use domain::{catalog::OptionTranslation, outcome::Fault};

use super::columns::Layer;
use crate::json;

/// A product's options, in order.
#[derive(Clone, Debug, Default)]
pub struct Options(Vec<LocalizedOption>);

/// One option.
#[derive(Clone, Debug)]
pub struct LocalizedOption {
    /// Its name in the catalogue's default locale: its key within the product.
    pub key: String,
    /// Its name in the buyer's language.
    pub name: String,
    /// Values in the buyer's language by value in the default locale; those without a translation are absent.
    values: BTreeMap<String, String>,
}

impl LocalizedOption {
    /// A value, given as variants have it, in the buyer's language.
    #[must_use]
    pub fn value<'v>(&'v self, value: &'v str) -> &'v str {
        self.values.get(value).map_or(value, String::as_str)
    }

    /// Whether this is the option's name, in the buyer's language or in the default locale.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        self.name == name || self.key == name
    }

    /// A value, given in the buyer's language or in the default locale, as variants have it.
    #[must_use]
    pub fn key_of_value<'v>(&'v self, value: &'v str) -> &'v str {
        let translated = self.values.iter().find(|(_, text)| *text == value);
        translated.map_or(value, |(key, _)| key)
    }
}

impl std::ops::Deref for Options {
    type Target = [LocalizedOption];

    fn deref(&self) -> &[LocalizedOption] {
        &self.0
    }
}

impl Options {
    /// Reads the names, and over them the translations, nearest locale first.
    pub(super) fn decode(text: &str, layers: &[Layer]) -> Result<Self, Fault> {
        let layers: Vec<BTreeMap<String, OptionTranslation>> = layers
            .iter()
            .map(|layer| json::option_translations_from_text(&layer.options))
            .collect::<Result<_, _>>()?;
        let options = json::strings_from_text(text)?.into_iter().map(|key| {
            let mut option = LocalizedOption {
                name: key.clone(),
                key,
                values: BTreeMap::new(),
            };
            for translation in layers
                .iter()
                .rev()
                .filter_map(|layer| layer.get(&option.key))
            {
                if let Some(name) = &translation.name {
                    option.name.clone_from(name);
                }
                option.values.extend(translation.values.clone());
            }
            option
        });
        Ok(Self(options.collect()))
    }

    /// The value of each option, in order, as variants have them, for a selection by name and value in either
    /// language. None: the selection doesn't name each option exactly once.
    #[must_use]
    pub fn resolve(&self, selection: &[(&str, &str)]) -> Option<Vec<String>> {
        if selection.len() != self.0.len() {
            return None;
        }
        let value_of = |option: &LocalizedOption| {
            let selected = selection.iter().find(|(name, _)| option.is_named(name));
            selected.map(|(_, value)| option.key_of_value(value).to_owned())
        };
        self.0.iter().map(value_of).collect()
    }
}
