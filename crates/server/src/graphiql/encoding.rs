//! What a browser says about the copy that it can read and the one that it has.

use std::io::Read as _;

use axum::http::header::{ACCEPT_ENCODING, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName};
use flate2::read::GzDecoder;

/// Whether gzip, or failing a word about gzip, anything is accepted (RFC 9110, 12.5.3).
pub(super) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let mut any = false;
    for choice in items(headers, ACCEPT_ENCODING) {
        let mut parts = choice.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let refused = parts
            .filter_map(|part| part.strip_prefix("q="))
            .any(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0));
        if name.eq_ignore_ascii_case("gzip") {
            return !refused;
        }
        any |= name == "*" && !refused;
    }
    any
}

/// Whether the browser has the copy with this tag (RFC 9110, 13.1.2: compared as weak ones).
pub(super) fn names_etag(headers: &HeaderMap, etag: &str) -> bool {
    items(headers, IF_NONE_MATCH).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

/// The content of a file that the build gzipped.
pub(super) fn gunzip(gzipped: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    GzDecoder::new(gzipped)
        .read_to_end(&mut content)
        .expect("the build wrote whole gzip files");
    content
}

/// The members of a list that may come in several headers; unreadable ones say nothing.
fn items(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}
