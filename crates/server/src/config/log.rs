//! What is logged, and how.

use std::str::FromStr as _;

use serde::{Deserialize, Deserializer, de::Error as _};
use tracing_subscriber::EnvFilter;

/// How lines of the log look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Text where the log goes to a terminal, else JSON.
    Auto,
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The log.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogSettings {
    /// How lines look.
    pub format: LogFormat,
    /// Levels, in all or by part of the program, as `tracing` spells them.
    #[serde(deserialize_with = "filter")]
    pub filter: String,
}

fn filter<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    match EnvFilter::from_str(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(D::Error::custom(format!(
            "`{text}` is no filter of the log ({error}); it is like `info` or `info,vitrine::request=warn`"
        ))),
    }
}
