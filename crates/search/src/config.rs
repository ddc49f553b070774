//! Where the index is, told by one address.

use std::fmt;

use thiserror::Error;
use url::Url;

/// Which engine holds the index.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum SearchConfig {
    /// The one in this program, which needs nothing else.
    #[default]
    Embedded,
    /// An Elasticsearch at this address, which may carry a user's name and password.
    Elasticsearch(Url),
}

/// Why an address does not tell where the index is. It never shows the address, which may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SearchAddressError {
    /// It isn't an address at all.
    #[error(
        "the address of the search index can't be read ({0}); it is like http://127.0.0.1:9200, or `embedded`"
    )]
    Malformed(#[from] url::ParseError),
    /// It begins with something else than `http` or `https`.
    #[error(
        "the address of the search index begins with {0}://; it may begin with http:// or https://, or be `embedded`"
    )]
    Scheme(String),
}

impl SearchConfig {
    /// Reads an address: `embedded`, or the `http(s)://…` of an Elasticsearch.
    ///
    /// # Errors
    /// Where it is neither.
    pub fn parse(address: &str) -> Result<Self, SearchAddressError> {
        if address == "embedded" {
            return Ok(Self::Embedded);
        }
        let url = Url::parse(address)?;
        match url.scheme() {
            "http" | "https" => Ok(Self::Elasticsearch(url)),
            other => Err(SearchAddressError::Scheme(other.to_owned())),
        }
    }
}

/// Without the password.
impl fmt::Display for SearchConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Embedded => f.write_str("embedded"),
            Self::Elasticsearch(url) => {
                let mut shown = url.clone();
                if shown.password().is_some() {
                    // Only an address that can't carry a password refuses, and this one carries one.
                    let _ = shown.set_password(Some("***"));
                }
                write!(f, "{shown}")
            }
        }
    }
}

/// As it is displayed: an address in a log must not tell a password either.
impl fmt::Debug for SearchConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_http_is_an_elasticsearch_and_its_password_is_not_shown() {
        let config = SearchConfig::parse("https://shop:s3cret@search.example:9200/prefix").unwrap();
        assert_eq!(
            config.to_string(),
            "https://shop:***@search.example:9200/prefix"
        );
        assert_eq!(format!("{config:?}"), config.to_string());
    }

    #[test]
    fn the_word_embedded_is_the_index_in_this_program() {
        assert_eq!(SearchConfig::parse("embedded"), Ok(SearchConfig::Embedded));
    }

    #[test]
    fn other_addresses_are_refused_without_showing_them() {
        let refusal = |address| SearchConfig::parse(address).unwrap_err().to_string();
        assert!(
            refusal("ftp://me:s3cret@host")
                .starts_with("the address of the search index begins with ftp://;")
        );
        assert!(refusal("localhost").starts_with("the address of the search index can't be read"));
        assert!(!refusal("http://me:s3cret@:9200").contains("s3cret"));
    }
}
