//! Answers outside of GraphQL's execution, in the shape of GraphQL's errors, so that a client needs one reader.

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use serde::Serialize;

use crate::request_id::RequestId;

#[derive(Serialize)]
struct Errors<'a> {
    errors: [Error<'a>; 1],
}

#[derive(Serialize)]
struct Error<'a> {
    message: &'a str,
    extensions: Extensions<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Extensions<'a> {
    code: &'a str,
    request_id: &'a str,
}

/// An answer with one error. The code stands in `extensions.code`, for programs.
pub(crate) fn problem(
    status: StatusCode,
    code: &str,
    message: &str,
    id: &RequestId,
) -> Response<Body> {
    let extensions = Extensions {
        code,
        request_id: id.as_str(),
    };
    let body = serde_json::to_vec(&Errors {
        errors: [Error {
            message,
            extensions,
        }],
    })
    .expect("it is made of texts");
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    response
}

/// A fault of ours that is logged under the request's name.
pub(crate) fn internal(id: &RequestId) -> Response<Body> {
    problem(
        StatusCode::INTERNAL_SERVER_ERROR,
        "INTERNAL_SERVER_ERROR",
        "Something went wrong on our side. When you report it, quote the request id in the extensions.",
        id,
    )
}
