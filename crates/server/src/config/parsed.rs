//! Settings that are values of the domain.

use std::fmt::Display;

use domain::{locale::Locale, text::Code};
use search::SearchConfig;
use serde::{Deserialize, Deserializer, de::Error as _};

pub(super) fn search<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SearchConfig, D::Error> {
    parse(deserializer, SearchConfig::parse)
}

/// What Elasticsearch takes as the beginning of a name: lower-case letters, digits and hyphens, a letter first.
pub(super) fn prefix<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    parse(deserializer, |text| {
        let fits = text.len() <= 64
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if fits {
            Ok(text.to_owned())
        } else {
            Err(
                "it may have lower-case letters, digits and hyphens, begins with a letter, and has 64 characters at most",
            )
        }
    })
}

pub(super) fn locale<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Locale, D::Error> {
    parse(deserializer, Locale::parse)
}

pub(super) fn channel<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Code>, D::Error> {
    parse(deserializer, Code::parse).map(Some)
}

fn parse<'de, D, T, E>(
    deserializer: D,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    E: Display,
{
    parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}
