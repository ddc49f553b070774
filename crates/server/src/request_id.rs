//! The name by which a request is found in the log.

use std::{fmt, sync::Arc};

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// `X-Request-Id`: taken from the client, or from a proxy before us, and sent back.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The longest one that is taken from a client, in bytes.
const LONGEST: usize = 128;

/// A request's name: as the client gave it, else 16 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The client's, if it is one word of plain characters that can't break a line of the log; else a new one.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let given = headers
            .get(HEADER)
            .and_then(|value| value.to_str().ok())
            .filter(|text| is_sane(text));
        Self(given.map_or_else(
            || format!("{:016x}", rand::random::<u64>()).into(),
            Arc::from,
        ))
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As text that is shared.
    #[must_use]
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }

    /// For the answer.
    #[must_use]
    pub fn to_header(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).expect("it is made of plain characters")
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_sane(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/+=@".contains(&byte);
    !text.is_empty() && text.len() <= LONGEST && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> RequestId {
        RequestId::of(&HeaderMap::from_iter([(
            HEADER,
            HeaderValue::from_str(text).unwrap(),
        )]))
    }

    #[test]
    fn a_clients_name_is_kept() {
        assert_eq!(of("9f1c-AB_7.x:y/z+w=@").as_str(), "9f1c-AB_7.x:y/z+w=@");
    }

    #[test]
    fn a_name_that_is_none_is_replaced() {
        for text in ["", "two words", "{\"json\":1}", "a;b", &"x".repeat(129)] {
            let id = of(text);
            assert_eq!(id.as_str().len(), 16, "{text}");
            assert!(id.as_str().bytes().all(|byte| byte.is_ascii_hexdigit()));
        }
        assert_ne!(of(""), of(""));
    }
}
