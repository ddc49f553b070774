//! The one table of HTTP statuses.
//!
//! It follows the audits of the `graphql-http` suite: under the older `application/json` an ill-formed document is an
//! answer (200), under `application/graphql-response+json` it is the client's error (400). What isn't about the
//! document (HTTP itself, limits, faults) has one status whatever the media type.

use axum::http::StatusCode;

use super::error::Code;
use super::media::MediaType;

/// The status of a refused request.
pub(super) fn refused(code: Code, media: MediaType) -> StatusCode {
    match code {
        Code::GraphqlParseFailed
        | Code::GraphqlValidationFailed
        | Code::OperationResolutionFailure
        | Code::PersistedQueryNotFound
        | Code::PersistedQueryNotSupported
        | Code::PersistedDocumentNotFound
        | Code::BadUserInput => match media {
            MediaType::GraphqlResponse => StatusCode::BAD_REQUEST,
            MediaType::Json => StatusCode::OK,
        },
        Code::BadRequest
        | Code::BatchingNotSupported
        | Code::SubscriptionNotSupported
        | Code::TooManyTokens
        | Code::TooManyOperations
        | Code::DocumentTooDeep
        | Code::TooManyFields
        | Code::TooManyRootFields
        | Code::TooManyAliases
        | Code::TooManyDirectives
        | Code::ListTooLong
        | Code::TooManyVariables
        | Code::CostTooHigh => StatusCode::BAD_REQUEST,
        Code::DocumentNotTrusted => StatusCode::FORBIDDEN,
        Code::DocumentTooLong | Code::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::UriTooLong => StatusCode::URI_TOO_LONG,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        Code::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
        Code::TooManyStreams => StatusCode::SERVICE_UNAVAILABLE,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::RequestTimeout => StatusCode::GATEWAY_TIMEOUT,
        Code::ServiceUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
        Code::InternalServerError => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The status of an answer with data, also when some of its fields failed.
pub(super) fn executed() -> StatusCode {
    StatusCode::OK
}
