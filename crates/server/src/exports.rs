//! `GET /exports/SECRET`: the file that an export wrote. Who knows the secret, which the job tells admins, may fetch it.

use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, Response, StatusCode, header},
};
use futures_util::stream;

use crate::{problem::problem, request_id::RequestId, router::Shared, telemetry};

pub(crate) async fn export(
    State(shared): State<Shared>,
    Extension(id): Extension<RequestId>,
    Path(secret): Path<String>,
) -> Response<Body> {
    let (file, size) = match shared.store.download(&secret).await {
        Ok(Some(found)) => found,
        Ok(None) => {
            let message = "There is no such export. One can be fetched for 24 hours; then ask for it again with `catalogExport`.";
            return problem(StatusCode::NOT_FOUND, "NOT_FOUND", message, &id);
        }
        Err(fault) => {
            tracing::error!(
                request.id = id.as_str(),
                error = telemetry::chain(&fault),
                "an export could not be looked up"
            );
            let message = "The export can't be read at the moment. Try again.";
            return problem(
                StatusCode::SERVICE_UNAVAILABLE,
                "SERVICE_UNAVAILABLE",
                message,
                &id,
            );
        }
    };
    let store = shared.store.clone();
    // A chunk at a time, as fast as the client takes them.
    let chunks = stream::try_unfold(0, move |place| {
        let store = store.clone();
        async move {
            let chunk = store.blob_chunk(file, place).await?;
            Ok::<_, domain::outcome::Fault>(chunk.map(|chunk| (chunk, place + 1)))
        }
    });
    let mut response = Response::new(Body::from_stream(chunks));
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/gzip"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"catalogue.jsonl.gz\"",
        ),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    response
}
