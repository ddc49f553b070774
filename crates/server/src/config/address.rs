//! Addresses: where the server listens and where the catalogue is.

use std::{fmt, path::Path};

use serde::Deserialize;
use url::Url;

/// A host, or an IP address, and a port.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct ListenAddress(String);

impl ListenAddress {
    /// As it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ListenAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let port = text
            .rsplit_once(':')
            .filter(|(host, _)| !host.is_empty())
            .map(|(_, port)| port.parse::<u16>());
        match port {
            Some(Ok(_)) => Ok(Self(text)),
            _ => Err(format!(
                "`{text}` is not an address to listen on; it is like 127.0.0.1:8080 or 0.0.0.0:8080"
            )),
        }
    }
}

/// Where the catalogue is. It is shown without its password, also by `Debug`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The default: a file in a folder.
    pub(super) fn sqlite_in(folder: &Path) -> Self {
        let file = folder.join("vitrine.db");
        // The part after `?` is options, and `%` begins a byte in hexadecimal.
        Self(format!(
            "sqlite://{}",
            file.display()
                .to_string()
                .replace('%', "%25")
                .replace('?', "%3F")
        ))
    }

    /// The whole address, with its password.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for DatabaseUrl {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let scheme = text
            .split_once(':')
            .map(|(scheme, _)| scheme)
            .unwrap_or_default();
        match scheme {
            "sqlite" => Ok(Self(text)),
            "postgres" | "postgresql" if Url::parse(&text).is_ok() => Ok(Self(text)),
            "postgres" | "postgresql" => Err(String::from(
                "it can't be read; it is like postgres://USER:PASSWORD@HOST:5432/DATABASE, with `%40` for an `@` in the password",
            )),
            _ => Err(format!(
                "it begins with `{}`; it may begin with sqlite:// or postgres://",
                shown_scheme(&text, scheme)
            )),
        }
    }
}

/// Where a Redis is. It is never shown, since it may hold a password.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct RedisUrl(String);

impl RedisUrl {
    /// The whole address, with its password.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RedisUrl {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        // Its own message would show the address.
        match redis::Client::open(&*text) {
            Ok(_) => Ok(Self(text)),
            Err(_) => Err(String::from(
                "it can't be read; it is like redis://HOST:6379/0, or rediss://USER:PASSWORD@HOST:6379 with TLS",
            )),
        }
    }
}

impl fmt::Debug for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RedisUrl")
    }
}

/// Only what is a scheme beyond doubt: the rest of a mistyped address may be its password.
fn shown_scheme(text: &str, scheme: &str) -> String {
    let is_scheme = text.contains("://")
        && !scheme.is_empty()
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_scheme {
        format!("{scheme}://")
    } else {
        String::from("something else")
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Url::parse(&self.0) {
            Ok(mut url) if url.password().is_some() => {
                // Refused only by addresses that can't carry a password, and this one carries one.
                let _ = url.set_password(Some("***"));
                url.set_query(None);
                write!(f, "{url}")
            }
            // Options of an address may hold a password too.
            _ => f.write_str(self.0.split('?').next().unwrap_or_default()),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
