//! The files that the page loads, as the build put them together.

use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::encoding::{accepts_gzip, gunzip, names_etag};

include!(concat!(env!("OUT_DIR"), "/graphiql_assets.rs"));

/// An address with the content's hash in it never means other content.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// One file in the binary.
pub(super) struct Asset {
    pub(super) name: &'static str,
    pub(super) content_type: &'static str,
    /// Of the content before it was gzipped, in hexadecimal digits.
    hash: &'static str,
    gzipped: &'static [u8],
}

/// A browser bundle of an npm package, which is either an asset or loaded from elsewhere.
pub(super) struct Bundle {
    /// As an asset.
    name: &'static str,
    /// Its address on the content delivery network.
    pub(super) url: &'static str,
    /// The hash that the browser compares with what comes from there.
    pub(super) integrity: &'static str,
}

/// The version of an asset that the page asks for.
#[derive(Deserialize)]
pub(super) struct Version {
    v: Option<String>,
}

/// Whether the page works without internet: the build had npm.
pub fn is_embedded() -> bool {
    EMBEDDED
}

pub(super) fn styles() -> &'static [Bundle] {
    STYLES
}

/// The packages' scripts, in the order in which they must run; `boot.js` comes after them.
pub(super) fn scripts() -> &'static [Bundle] {
    SCRIPTS
}

impl Bundle {
    /// None when the build didn't embed it.
    pub(super) fn asset(&self) -> Option<&'static Asset> {
        find(self.name)
    }
}

pub(super) fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

impl Asset {
    /// Where the page finds the asset, seen from the page itself.
    pub(super) fn address(&self) -> String {
        format!("graphiql/assets/{}?v={}", self.name, self.hash)
    }
}

/// `GET /graphiql/assets/{name}`.
pub(super) async fn show(
    Path(name): Path<String>,
    Query(version): Query<Version>,
    headers: HeaderMap,
) -> Response {
    let Some(asset) = find(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let gzip = accepts_gzip(&headers);
    let etag = if gzip {
        format!("\"{}-gzip\"", asset.hash)
    } else {
        format!("\"{}\"", asset.hash)
    };
    let lifetime = if version.v.as_deref() == Some(asset.hash) {
        FOR_EVER
    } else {
        ASK_AGAIN
    };

    let answer = Response::builder()
        .header(CACHE_CONTROL, lifetime)
        .header(VARY, "accept-encoding")
        .header(ETAG, &etag);
    let answer = if names_etag(&headers, &etag) {
        answer.status(StatusCode::NOT_MODIFIED).body(Body::empty())
    } else {
        let answer = answer
            .header(CONTENT_TYPE, asset.content_type)
            .header(X_CONTENT_TYPE_OPTIONS, "nosniff");
        if gzip {
            answer
                .header(CONTENT_ENCODING, "gzip")
                .body(Body::from(asset.gzipped))
        } else {
            answer.body(Body::from(gunzip(asset.gzipped)))
        }
    };
    answer.expect("these headers are plain text")
}
