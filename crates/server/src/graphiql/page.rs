//! The page itself, put together once: nothing in it depends on who asks.

use std::sync::LazyLock;

use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::IntoResponse;
use serde_json::json;
use url::Url;

use super::asset::{self, Asset, Bundle};
use super::queries::SAVED_QUERIES;

const TEMPLATE: &str = include_str!("../../graphiql/page.html");

static PAGE: LazyLock<String> = LazyLock::new(page);
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    HeaderValue::from_str(&policy()).expect("a policy of plain text is a header's value")
});

/// `GET /graphiql`.
pub(super) async fn show() -> impl IntoResponse {
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (CONTENT_SECURITY_POLICY, POLICY.clone()),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, PAGE.as_str())
}

fn page() -> String {
    let boot = asset::find("boot.js").expect("the build embeds it always");
    let styles: Vec<_> = asset::styles().iter().map(style_tag).collect();
    let scripts: Vec<_> = asset::scripts().iter().map(script_tag).collect();
    let licences = asset::find("licences.txt")
        .map(licences_tag)
        .unwrap_or_default();
    TEMPLATE
        .replace("<!-- styles -->\n", &(licences + &styles.concat()))
        .replace(
            "<!-- scripts -->\n",
            &(scripts.concat() + &own_script_tag(boot)),
        )
        .replace("[\"saved queries\"]", &saved_queries())
}

fn style_tag(bundle: &Bundle) -> String {
    format!("<link rel=\"stylesheet\" {}>\n", reference(bundle, "href"))
}

/// Deferred scripts run in their order, when the page has been read.
fn script_tag(bundle: &Bundle) -> String {
    format!("<script defer {}></script>\n", reference(bundle, "src"))
}

fn own_script_tag(script: &Asset) -> String {
    format!("<script defer src=\"{}\"></script>\n", script.address())
}

fn licences_tag(licences: &Asset) -> String {
    format!("<link rel=\"license\" href=\"{}\">\n", licences.address())
}

fn reference(bundle: &Bundle, attribute: &str) -> String {
    match bundle.asset() {
        Some(asset) => format!("{attribute}=\"{}\"", asset.address()),
        None => format!(
            "{attribute}=\"{}\" integrity=\"{}\" crossorigin=\"anonymous\"",
            bundle.url, bundle.integrity
        ),
    }
}

/// As JSON that can stand in a `script` element: no `<` in it could end the element.
fn saved_queries() -> String {
    let queries: Vec<_> = SAVED_QUERIES
        .iter()
        .map(|(name, query)| json!({ "name": name, "query": query }))
        .collect();
    json!(queries).to_string().replace('<', "\\u003c")
}

/// What the page may load: our own files, the packages where the build left them, and inline
/// styles, as the editor and the dialogs write style elements while they run.
fn policy() -> String {
    let elsewhere = elsewhere();
    format!(
        "default-src 'none'; script-src 'self'{elsewhere}; style-src 'self' 'unsafe-inline'{elsewhere}; \
         img-src 'self' data:; font-src 'self' data:; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// The origin of the packages that aren't embedded, with a space before it; else nothing.
fn elsewhere() -> String {
    asset::scripts()
        .iter()
        .filter(|bundle| bundle.asset().is_none())
        .find_map(|bundle| Url::parse(bundle.url).ok())
        .map(|url| format!(" {}", url.origin().ascii_serialization()))
        .unwrap_or_default()
}
