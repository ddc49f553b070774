//! What surrounds every request: its name, its line in the log, its figures, and the last net under it.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Instant};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method, Response, StatusCode, header},
    middleware::Next,
};
use futures_util::FutureExt as _;
use tracing::Instrument as _;

use crate::{
    metrics::Metrics,
    problem,
    request_id::{self, RequestId},
};

/// A middleware: names the request, runs it, logs and counts what became of it.
pub(crate) async fn observe(
    State(metrics): State<Arc<Metrics>>,
    mut request: Request,
    next: Next,
) -> Response<Body> {
    let began = Instant::now();
    let id = RequestId::of(request.headers());
    request.extensions_mut().insert(id.clone());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("other", MatchedPath::as_str);

    let span = tracing::info_span!("request", request.id = id.as_str());
    // A panic that no layer below caught: the state that it left belongs to this request alone.
    let answer = AssertUnwindSafe(next.run(request))
        .catch_unwind()
        .instrument(span)
        .await;
    let mut response = answer.unwrap_or_else(|_| problem::internal(&id));

    response
        .headers_mut()
        .insert(request_id::HEADER, id.to_header());
    response
        .headers_mut()
        .entry(header::X_CONTENT_TYPE_OPTIONS)
        .or_insert(HeaderValue::from_static("nosniff"));
    let (status, took) = (response.status(), began.elapsed());
    metrics.request(route, &method, status, took);
    log(&id, route, &method, status, took.as_secs_f64() * 1000.0);
    response
}

/// What is asked every few seconds by machines is only logged when it goes wrong.
fn log(id: &RequestId, route: &str, method: &Method, status: StatusCode, milliseconds: f64) {
    let (id, status_code) = (id.as_str(), status.as_u16());
    let milliseconds = (milliseconds * 1000.0).round() / 1000.0;
    macro_rules! line {
        ($level:ident) => {
            tracing::$level!(
                target: "vitrine::request",
                { request.id = id, http.method = %method, http.route = route, http.status = status_code, duration_ms = milliseconds },
                "{method} {route} {status_code}"
            )
        };
    }
    let by_machine = matches!(route, "/healthz" | "/readyz" | "/metrics");
    if status.is_server_error() {
        line!(warn);
    } else if by_machine {
        line!(debug);
    } else {
        line!(info);
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, middleware::from_fn_with_state, routing::get};
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::*;

    async fn ask(path: &str) -> (Response<Body>, String) {
        let metrics = Arc::new(Metrics::default());
        let broken = || async {
            if true {
                panic!("on purpose")
            }
        };
        let routes = Router::new()
            .route("/broken", get(broken))
            .route("/good", get(|| async { "good" }));
        let app = routes.layer(from_fn_with_state(Arc::clone(&metrics), observe));
        let request = Request::get(path)
            .header("x-request-id", "r-1")
            .body(Body::empty())
            .unwrap();
        let response = app.oneshot(request).await.unwrap();
        (response, metrics.render(0))
    }

    #[tokio::test]
    async fn a_panic_is_an_answer_that_names_the_request_and_nothing_else() {
        let (response, figures) = ask("/broken").await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()["x-request-id"], "r-1");
        assert!(
            figures.contains("{route=\"/broken\",method=\"GET\",status=\"500\"} 1"),
            "{figures}"
        );
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(
            body["errors"][0]["extensions"]["code"],
            "INTERNAL_SERVER_ERROR"
        );
        assert_eq!(body["errors"][0]["extensions"]["requestId"], "r-1");
        assert!(!body.to_string().contains("on purpose"));
    }

    #[tokio::test]
    async fn an_answer_carries_the_requests_name_and_is_not_to_be_sniffed() {
        let (response, _) = ask("/good").await;
        assert_eq!(response.headers()["x-request-id"], "r-1");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    }
}
