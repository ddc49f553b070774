//! Media types: which one the client wants (`Accept`), and whether its body is one that we read (`Content-Type`).

use axum::http::{HeaderMap, header};

/// A media type that we answer with, always in UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// `application/graphql-response+json`, given to clients that name it.
    GraphqlResponse,
    /// `application/json`, for all others.
    Json,
}

impl MediaType {
    /// The value of `Content-Type`.
    pub fn header(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    /// The media type that an `Accept` header asks for; without one it is JSON. `None` when the client accepts neither.
    pub fn negotiate(headers: &HeaderMap) -> Option<Self> {
        let ranges = headers
            .get_all(header::ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let ranges: Vec<Range<'_>> = ranges
            .flat_map(|list| split(list, ','))
            .filter_map(Range::parse)
            .collect();
        if headers.get(header::ACCEPT).is_none() {
            return Some(Self::Json);
        }
        let graphql_response = Range::quality_of(&ranges, "graphql-response+json");
        let json = Range::quality_of(&ranges, "json");
        let named = ranges
            .iter()
            .any(|range| range.subtype.eq_ignore_ascii_case("graphql-response+json"));
        if named && graphql_response > 0 && graphql_response >= json {
            Some(Self::GraphqlResponse)
        } else if json > 0 {
            Some(Self::Json)
        } else {
            None
        }
    }
}

/// Whether an `Accept` header names `text/event-stream`.
pub(super) fn accepts_events(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(header::ACCEPT).iter();
    let lists = lists.filter_map(|value| value.to_str().ok());
    lists
        .flat_map(|list| split(list, ','))
        .filter_map(Range::parse)
        .any(|range| {
            range.kind.eq_ignore_ascii_case("text")
                && range.subtype.eq_ignore_ascii_case("event-stream")
                && range.quality > 0
        })
}

/// One entry of an `Accept` header.
struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    /// In thousandths, 0 to 1000.
    quality: u16,
}

impl<'a> Range<'a> {
    /// Reads one entry; `None` for what isn't a media range or asks for a character set that isn't UTF-8.
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = split(text, ';');
        let (kind, subtype) = parts.next()?.trim().split_once('/')?;
        let mut range = Self {
            kind: kind.trim(),
            subtype: subtype.trim(),
            quality: 1000,
        };
        for parameter in parts {
            let Some((name, value)) = parameter.split_once('=') else {
                continue;
            };
            let value = unquote(value.trim());
            if name.trim().eq_ignore_ascii_case("q") {
                range.quality = quality(value)?;
            } else if name.trim().eq_ignore_ascii_case("charset") && !is_utf8(value) {
                return None;
            }
        }
        Some(range)
    }

    /// The quality of `application/<subtype>`: that of the most specific range that covers it, 0 if none does.
    fn quality_of(ranges: &[Self], subtype: &str) -> u16 {
        let best = |covers: &dyn Fn(&Self) -> bool| {
            ranges
                .iter()
                .filter(|range| covers(range))
                .map(|range| range.quality)
                .max()
        };
        let application = |range: &Self| range.kind.eq_ignore_ascii_case("application");
        best(&|range| application(range) && range.subtype.eq_ignore_ascii_case(subtype))
            .or_else(|| best(&|range| application(range) && range.subtype == "*"))
            .or_else(|| best(&|range| range.kind == "*" && range.subtype == "*"))
            .unwrap_or(0)
    }
}

/// A quality in thousandths: `1`, `0.5`, `0.125`.
fn quality(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

/// Whether a body with these headers is JSON in UTF-8 that nothing has packed. A missing media type isn't: a page of
/// another site can send such a request without asking us first.
///
/// # Errors
/// A sentence that says what to send instead.
pub(super) fn check_body(headers: &HeaderMap) -> Result<(), String> {
    let packed = headers.get(header::CONTENT_ENCODING);
    if packed.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(String::from("Send the body without a Content-Encoding."));
    }
    let Some(value) = headers.get(header::CONTENT_TYPE) else {
        return Err(String::from(
            "The request has no Content-Type; send application/json.",
        ));
    };
    let text = value.to_str().unwrap_or_default();
    let mut parts = split(text, ';');
    if !parts
        .next()
        .unwrap_or_default()
        .trim()
        .eq_ignore_ascii_case("application/json")
    {
        return Err(String::from(
            "This Content-Type isn't supported; send application/json.",
        ));
    }
    for parameter in parts {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if name.trim().eq_ignore_ascii_case("charset") && !is_utf8(unquote(value.trim())) {
            return Err(String::from(
                "This character set isn't supported; send UTF-8.",
            ));
        }
    }
    Ok(())
}

fn is_utf8(charset: &str) -> bool {
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

fn unquote(value: &str) -> &str {
    value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .unwrap_or(value)
}

/// Splits at a separator that isn't inside a quoted string.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |character| {
        let inside = quoted;
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        character == separator && !inside
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn accepting(accept: &'static str) -> Option<MediaType> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        MediaType::negotiate(&headers)
    }

    fn body_of(content_type: &'static str) -> Result<(), String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        check_body(&headers)
    }

    #[test]
    fn the_new_media_type_is_given_to_those_who_name_it() {
        let new = Some(MediaType::GraphqlResponse);
        let json = Some(MediaType::Json);
        assert_eq!(MediaType::negotiate(&HeaderMap::new()), json);
        assert_eq!(accepting("*/*"), json);
        assert_eq!(accepting("application/*"), json);
        assert_eq!(accepting("text/html, */*;q=0.1"), json);
        assert_eq!(accepting("application/graphql-response+json"), new);
        assert_eq!(
            accepting(
                "application/graphql-response+json; charset=utf-8, application/json; charset=utf-8"
            ),
            new
        );
        assert_eq!(
            accepting("Application/GraphQL-Response+JSON;Q=0.5, application/json;q=0.4"),
            new
        );
        assert_eq!(
            accepting("application/graphql-response+json;q=0.5, application/json;q=0.9"),
            json
        );
        assert_eq!(
            accepting("application/graphql-response+json;q=0, */*"),
            json
        );
    }

    #[test]
    fn a_client_that_accepts_neither_is_told_so() {
        assert_eq!(accepting("text/html"), None);
        assert_eq!(accepting("application/json;q=0"), None);
        assert_eq!(accepting("application/json;charset=iso-8859-1"), None);
        assert_eq!(accepting("nonsense"), None);
        assert_eq!(accepting("application/json;q=7"), None);
        assert_eq!(accepting("text/plain;note=\"application/json, */*\""), None);
    }

    #[test]
    fn json_in_utf8_is_read_however_it_is_spelt() {
        assert_eq!(body_of("application/json"), Ok(()));
        assert_eq!(body_of("APPLICATION/JSON ; charset=\"UTF-8\""), Ok(()));
        assert_eq!(body_of("application/json;charset=utf8; other=1"), Ok(()));
    }

    #[test]
    fn other_bodies_are_refused() {
        assert!(check_body(&HeaderMap::new()).is_err());
        for other in [
            "text/plain",
            "application/json; charset=utf-16",
            "multipart/form-data; boundary=x",
            "application/jsonx",
            "",
        ] {
            assert!(body_of(other).is_err(), "{other}");
        }
    }
}
