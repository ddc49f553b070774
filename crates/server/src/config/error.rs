//! What is wrong with a setting, for the person who set it.

use std::fmt::Write as _;

use figment::error::Kind;
use thiserror::Error;

/// A setting that can't be used. It names its file, variable or flag, and never shows a password.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl ConfigError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// All that is wrong, a line for each.
impl From<figment::Error> for ConfigError {
    fn from(errors: figment::Error) -> Self {
        Self(
            errors
                .into_iter()
                .map(|error| line(&error))
                .collect::<Vec<_>>()
                .join("\n"),
        )
    }
}

fn line(error: &figment::Error) -> String {
    let mut text = source(error);
    match &error.kind {
        Kind::UnknownField(key, known) => {
            let section = error
                .path
                .split_last()
                .map(|(_, section)| section)
                .unwrap_or_default();
            let place = if section.is_empty() {
                String::new()
            } else {
                format!(" in [{}]", section.join("."))
            };
            let _ = write!(
                text,
                "there is no setting `{key}`{place}. Known are: {}.",
                known.join(", ")
            );
        }
        Kind::Message(message) if error.path.is_empty() => text.push_str(message),
        Kind::Message(message) => {
            let _ = write!(text, "`{}`: {message}", error.path.join("."));
        }
        // What was found is not told: it may be a password.
        Kind::InvalidType(_, expected)
        | Kind::InvalidValue(_, expected)
        | Kind::InvalidLength(_, expected) => {
            let _ = write!(text, "`{}`: it must be {expected}.", error.path.join("."));
        }
        Kind::UnknownVariant(found, known) => {
            let _ = write!(
                text,
                "`{}`: `{found}` is not one of {}.",
                error.path.join("."),
                known.join(", ")
            );
        }
        other => {
            let _ = write!(text, "`{}`: {other}", error.path.join("."));
        }
    }
    text
}

/// The file, variable or flag, with a colon behind it.
fn source(error: &figment::Error) -> String {
    let Some(metadata) = &error.metadata else {
        return String::new();
    };
    match metadata
        .source
        .as_ref()
        .and_then(|source| source.file_path())
    {
        Some(path) => format!("{}: ", path.display()),
        None => format!("{}: ", metadata.name),
    }
}
