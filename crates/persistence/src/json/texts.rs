//! Lists of texts (options and their values), and texts in other locales.

use std::collections::BTreeMap;

use domain::{catalog::OptionTranslation, locale::Locale, outcome::Fault};
use serde::{Deserialize, Serialize};

use super::{decode, encode};

/// A list of texts, such as the names of options, as JSON.
#[must_use]
pub fn strings_to_text(strings: &[String]) -> String {
    encode(&strings)
}

/// A list of texts from JSON.
///
/// # Errors
/// A fault of kind `Corrupt` for what is no list of texts.
pub fn strings_from_text(text: &str) -> Result<Vec<String>, Fault> {
    if text == "[]" {
        Ok(Vec::new())
    } else {
        decode(text)
    }
}

/// Names by locale, as JSON.
#[must_use]
pub fn names_to_text(names: &BTreeMap<Locale, String>) -> String {
    let names: BTreeMap<&str, &str> = names
        .iter()
        .map(|(locale, name)| (locale.as_str(), name.as_str()))
        .collect();
    encode(&names)
}

/// Names by locale, from JSON.
///
/// # Errors
/// A fault of kind `Corrupt` for anything else.
pub fn names_from_text(text: &str) -> Result<BTreeMap<Locale, String>, Fault> {
    let names: BTreeMap<String, String> = decode(text)?;
    Ok(names
        .into_iter()
        .map(|(locale, name)| (Locale::trusted(&locale), name))
        .collect())
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct Translation {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<String, String>,
}

/// Options' texts in one locale, by their name in the default locale, as JSON.
#[must_use]
pub fn option_translations_to_text(options: &BTreeMap<String, OptionTranslation>) -> String {
    if options.is_empty() {
        return String::from("{}");
    }
    let options: BTreeMap<&str, Translation> = options
        .iter()
        .map(|(option, texts)| {
            (
                option.as_str(),
                Translation {
                    name: texts.name.clone(),
                    values: texts.values.clone(),
                },
            )
        })
        .collect();
    encode(&options)
}

/// Options' texts in one locale, from JSON.
///
/// # Errors
/// A fault of kind `Corrupt` for anything else.
pub fn option_translations_from_text(
    text: &str,
) -> Result<BTreeMap<String, OptionTranslation>, Fault> {
    if text == "{}" {
        return Ok(BTreeMap::new());
    }
    let options: BTreeMap<String, Translation> = decode(text)?;
    Ok(options
        .into_iter()
        .map(|(option, texts)| {
            (
                option,
                OptionTranslation {
                    name: texts.name,
                    values: texts.values,
                },
            )
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn translations_of_options_survive() {
        let values = BTreeMap::from([(String::from("Black"), String::from("Schwarz"))]);
        let options = BTreeMap::from([
            (
                String::from("Colour"),
                OptionTranslation {
                    name: Some(String::from("Farbe")),
                    values,
                },
            ),
            (String::from("Size"), OptionTranslation::default()),
        ]);
        let text = option_translations_to_text(&options);
        assert_eq!(
            text,
            r#"{"Colour":{"name":"Farbe","values":{"Black":"Schwarz"}},"Size":{}}"#
        );
        assert_eq!(option_translations_from_text(&text).unwrap(), options);
    }

    #[test]
    fn names_survive_in_the_order_of_their_locales() {
        let names = BTreeMap::from([
            (Locale::trusted("fr"), String::from("Couleur")),
            (Locale::trusted("de"), String::from("Farbe")),
        ]);
        let text = names_to_text(&names);
        assert_eq!(text, r#"{"de":"Farbe","fr":"Couleur"}"#);
        assert_eq!(names_from_text(&text).unwrap(), names);
    }
}
