//! Which pages of other sites may ask this server from a browser.

use std::{fmt, time::Duration};

use axum::http::{HeaderName, HeaderValue, Method, header};
use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor},
};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::request_id;

/// The header by which clients of the subscriptions' other transport say what they read.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Sites whose pages may read the answers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorsSettings {
    origins: Origins,
    max_age_seconds: u32,
}

/// Origins such as `https://shop.example`, or all.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origins {
    All,
    These(Vec<HeaderValue>),
}

impl CorsSettings {
    /// What answers browsers' questions. None: no other site may ask.
    ///
    /// Credentials that a browser adds by itself are never taken: who asks is said by the `Authorization` header alone.
    #[must_use]
    pub fn layer(&self) -> Option<CorsLayer> {
        let origins = match &self.origins {
            Origins::All => AllowOrigin::any(),
            Origins::These(origins) if origins.is_empty() => return None,
            Origins::These(origins) => AllowOrigin::list(origins.iter().cloned()),
        };
        let layer = CorsLayer::new()
            .allow_origin(origins)
            .allow_methods([Method::GET, Method::HEAD, Method::POST])
            .allow_headers([
                header::ACCEPT,
                header::AUTHORIZATION,
                header::CONTENT_TYPE,
                header::IF_NONE_MATCH,
                LAST_EVENT_ID,
                request_id::HEADER,
            ])
            .expose_headers([header::ETAG, header::RETRY_AFTER, request_id::HEADER])
            .max_age(Duration::from_secs(self.max_age_seconds.into()));
        Some(layer)
    }
}

impl<'de> Deserialize<'de> for Origins {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OriginsVisitor)
    }
}

/// A list in a file; in a variable of the environment a text with commas.
struct OriginsVisitor;

impl<'de> Visitor<'de> for OriginsVisitor {
    type Value = Origins;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of origins such as \"https://shop.example\", or \"*\"")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Origins, E> {
        origins(text.split(',').map(str::trim).filter(|one| !one.is_empty()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Origins, A::Error> {
        let mut texts: Vec<String> = Vec::new();
        while let Some(text) = entries.next_element()? {
            texts.push(text);
        }
        origins(texts.iter().map(String::as_str))
    }
}

fn origins<'a, E: Error>(texts: impl Iterator<Item = &'a str>) -> Result<Origins, E> {
    let mut these = Vec::new();
    for text in texts {
        if text == "*" {
            return Ok(Origins::All);
        }
        these.push(origin(text).ok_or_else(|| {
            E::custom(format_args!(
                "\"{text}\" is no origin: it is a scheme, a host and, where it isn't the usual one, a port, as in https://shop.example"
            ))
        })?);
    }
    Ok(Origins::These(these))
}

/// As browsers send it: compared byte by byte, so what a browser would never send is a mistake.
fn origin(text: &str) -> Option<HeaderValue> {
    let url = url::Url::parse(text).ok()?;
    let as_sent = url.origin().ascii_serialization();
    (as_sent == text).then(|| HeaderValue::from_str(text).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Result<Origins, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn origins_are_a_list_or_a_text() {
        let shops = Origins::These(vec![
            HeaderValue::from_static("https://shop.example"),
            HeaderValue::from_static("http://localhost:3000"),
        ]);
        assert_eq!(
            parse(r#"["https://shop.example", "http://localhost:3000"]"#),
            Ok(shops.clone())
        );
        assert_eq!(
            parse(r#""https://shop.example, http://localhost:3000""#),
            Ok(shops)
        );
        assert_eq!(parse(r#""*""#), Ok(Origins::All));
        assert_eq!(parse("[]"), Ok(Origins::These(Vec::new())));
    }

    #[test]
    fn what_no_browser_would_send_is_refused() {
        for text in [
            "shop.example",
            "https://shop.example/",
            "https://shop.example/path",
            "https://Shop.example",
            "https://shop.example:443",
            "null",
        ] {
            let said = parse(&format!("[\"{text}\"]")).unwrap_err();
            assert!(said.contains(&format!("\"{text}\" is no origin")), "{said}");
        }
    }
}
