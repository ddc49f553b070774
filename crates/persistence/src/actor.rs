//! Who changes something, for the audit.

use std::fmt;

/// Who makes a change, as the audit names it: `command line`, `key:` and the name of an API
/// key, or `token:` and the subject of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor(String);

impl Actor {
    /// A person, or a job, at the command line.
    #[must_use]
    pub fn command_line() -> Self {
        Self(String::from("command line"))
    }

    /// The server itself, such as when a reservation's time is over.
    #[must_use]
    pub fn server() -> Self {
        Self(String::from("server"))
    }

    /// The holder of the API key with this name.
    #[must_use]
    pub fn api_key(name: &str) -> Self {
        Self(format!("key:{name}"))
    }

    /// The subject of a token, as its issuer calls it.
    #[must_use]
    pub fn token(subject: &str) -> Self {
        Self(format!("token:{subject}"))
    }

    /// The one that the audit spells so.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As the audit spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
