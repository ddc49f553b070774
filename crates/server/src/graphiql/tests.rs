use std::collections::BTreeSet;
use std::path::Path;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, Request, Response, StatusCode};
use axum::response::IntoResponse;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::{SAVED_QUERIES, is_embedded, routes};

async fn get(path: &str, headers: &[(HeaderName, &str)]) -> Response<Body> {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let request = request.body(Body::empty()).unwrap();
    routes::<()>()
        .with_state(())
        .oneshot(request)
        .await
        .unwrap()
        .into_response()
}

async fn text(answer: Response<Body>) -> String {
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn header(answer: &Response<Body>, name: HeaderName) -> String {
    answer
        .headers()
        .get(name)
        .map(|value| value.to_str().unwrap().to_owned())
        .unwrap_or_default()
}

/// What the page's attributes refer to.
fn references(page: &str) -> Vec<&str> {
    [" src=\"", " href=\""]
        .iter()
        .flat_map(|attribute| page.split(attribute).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .filter(|reference| *reference != "data:,")
        .collect()
}

#[tokio::test]
async fn the_page_refers_only_to_files_in_the_binary_when_it_was_built_with_npm() {
    let answer = get("/graphiql", &[]).await;
    let policy = header(&answer, CONTENT_SECURITY_POLICY);
    let page = text(answer).await;

    let own = |reference: &&str| reference.starts_with("graphiql/assets/");
    assert_eq!(references(&page).len(), if is_embedded() { 6 } else { 5 });
    assert_eq!(references(&page).iter().all(own), is_embedded());
    assert_eq!(!policy.contains("://"), is_embedded());
    assert_eq!(!page.contains("integrity=\"sha384-"), is_embedded());
    for reference in references(&page).iter().filter(|reference| own(reference)) {
        let answer = get(&format!("/{reference}"), &[]).await;
        assert_eq!(answer.status(), StatusCode::OK, "{reference}");
        assert!(
            header(&answer, CACHE_CONTROL).ends_with("immutable"),
            "{reference}"
        );
    }
}

#[tokio::test]
async fn the_page_allows_no_inline_script() {
    let answer = get("/graphiql", &[]).await;
    let policy = header(&answer, CONTENT_SECURITY_POLICY);
    let scripts = policy
        .split("; ")
        .find(|part| part.starts_with("script-src"))
        .unwrap();

    assert!(policy.starts_with("default-src 'none'"));
    assert!(!scripts.contains("unsafe"), "{scripts}");
    assert_eq!(header(&answer, CONTENT_TYPE), "text/html; charset=utf-8");
    assert_eq!(header(&answer, X_CONTENT_TYPE_OPTIONS), "nosniff");
}

#[tokio::test]
async fn an_asset_says_its_type_whether_gzipped_or_not() {
    let plain = get("/graphiql/assets/boot.js", &[]).await;
    assert_eq!(
        header(&plain, CONTENT_TYPE),
        "text/javascript; charset=utf-8"
    );
    assert_eq!(header(&plain, X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(header(&plain, CONTENT_ENCODING), "");
    assert_eq!(header(&plain, CACHE_CONTROL), "no-cache");
    assert_eq!(text(plain).await, include_str!("../../graphiql/boot.js"));

    for (accepted, encoding) in [
        ("br, gzip", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0, *", ""),
        ("br", ""),
        ("", ""),
    ] {
        let answer = get("/graphiql/assets/boot.js", &[(ACCEPT_ENCODING, accepted)]).await;
        assert_eq!(header(&answer, CONTENT_ENCODING), encoding, "{accepted}");
        assert_eq!(
            header(&answer, CONTENT_TYPE),
            "text/javascript; charset=utf-8"
        );
    }
}

#[tokio::test]
async fn the_packages_files_have_their_types() {
    if !is_embedded() {
        return;
    }
    for (name, content_type) in [
        ("graphiql.min.css", "text/css; charset=utf-8"),
        ("graphiql.min.js", "text/javascript; charset=utf-8"),
        ("react.production.min.js", "text/javascript; charset=utf-8"),
        (
            "react-dom.production.min.js",
            "text/javascript; charset=utf-8",
        ),
        ("licences.txt", "text/plain; charset=utf-8"),
    ] {
        let answer = get(&format!("/graphiql/assets/{name}"), &[]).await;
        assert_eq!(header(&answer, CONTENT_TYPE), content_type, "{name}");
        assert!(text(answer).await.len() > 10_000, "{name}");
    }
    let licences = text(get("/graphiql/assets/licences.txt", &[]).await).await;
    for package in [
        "graphiql",
        "react-dom",
        "codemirror",
        "@radix-ui/react-dialog",
    ] {
        assert!(
            licences.contains(&format!("\n==== {package}\n")),
            "{package}"
        );
    }
}

#[tokio::test]
async fn a_copy_that_the_browser_has_is_not_sent_again() {
    let path = "/graphiql/assets/boot.js";
    let plain = header(&get(path, &[]).await, ETAG);
    let gzip = (ACCEPT_ENCODING, "gzip");
    let gzipped = header(&get(path, std::slice::from_ref(&gzip)).await, ETAG);
    assert_ne!(plain, gzipped);

    let answer = get(path, &[(IF_NONE_MATCH, &plain)]).await;
    assert_eq!(answer.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(header(&answer, ETAG), plain);
    assert_eq!(text(answer).await, "");

    let several = format!("\"old\", W/{gzipped}");
    let answer = get(path, &[gzip.clone(), (IF_NONE_MATCH, &several)]).await;
    assert_eq!(answer.status(), StatusCode::NOT_MODIFIED);

    let answer = get(path, &[gzip, (IF_NONE_MATCH, &plain)]).await;
    assert_eq!(answer.status(), StatusCode::OK);
}

#[tokio::test]
async fn an_unknown_asset_is_not_found() {
    for name in ["other.js", "..%2Fboot.js"] {
        let answer = get(&format!("/graphiql/assets/{name}"), &[]).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn the_page_carries_the_saved_queries_as_json() {
    let page = text(get("/graphiql", &[]).await).await;
    let start = page.split("id=\"saved-queries\">").nth(1).unwrap();
    let json = start.split("</script>").next().unwrap();
    let queries: serde_json::Value = serde_json::from_str(json).unwrap();

    for (index, (name, query)) in SAVED_QUERIES.iter().enumerate() {
        assert_eq!(queries[index]["name"], *name);
        assert_eq!(queries[index]["query"], *query);
    }
}

#[test]
fn every_query_file_is_a_saved_query_that_parses() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphiql/queries");
    let files: BTreeSet<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let saved: BTreeSet<_> = SAVED_QUERIES
        .iter()
        .map(|(name, _)| String::from(*name))
        .collect();
    assert_eq!(files, saved);

    for (name, query) in SAVED_QUERIES {
        let document = apollo_compiler::ast::Document::parse(*query, *name).unwrap();
        let operations = document
            .definitions
            .iter()
            .filter(|part| part.as_operation_definition().is_some());
        assert_eq!(operations.count(), 1, "{name}");
    }
}

#[test]
fn the_lock_file_names_no_registry() {
    let lock = include_str!("../../graphiql/package-lock.json");
    assert!(lock.contains("\"integrity\""));
    assert!(!lock.contains("\"resolved\""), "see .npmrc beside it");
}
