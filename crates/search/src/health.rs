//! Whether the index can be used at the moment.

use std::{error::Error, fmt};

/// The answer to a sign of life that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// The index is in this program, there is nothing to be reached.
    Embedded,
    /// The engine answered.
    Reachable {
        /// The engine's own version, such as `9.1.5`.
        version: String,
    },
    /// The engine did not answer, or refused.
    Unreachable {
        /// Why, for an operator. Holds no password.
        reason: String,
    },
}

impl Health {
    /// Whether everything that needs the index works.
    #[must_use]
    pub fn is_good(&self) -> bool {
        !matches!(self, Self::Unreachable { .. })
    }
}

impl fmt::Display for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Embedded => f.write_str("embedded"),
            Self::Reachable { version } => write!(f, "Elasticsearch {version}"),
            Self::Unreachable { reason } => write!(f, "degraded: {reason}"),
        }
    }
}

/// An error with its causes, in one line.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
