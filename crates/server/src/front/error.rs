//! The refusals of the front door: one table of codes, and the errors that carry them.

use std::time::Duration;

use async_graphql::{ErrorExtensionValues, Pos, ServerError, Value};

/// Why the front door refused a request: the `extensions.code` of its errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The HTTP request or its JSON isn't a GraphQL request.
    BadRequest,
    /// A list of requests came where one request belongs.
    BatchingNotSupported,
    /// The document isn't GraphQL.
    GraphqlParseFailed,
    /// The document doesn't fit the schema that this viewer may use.
    GraphqlValidationFailed,
    /// The document's operations don't answer to the `operationName`.
    OperationResolutionFailure,
    /// A value doesn't fit its type.
    BadUserInput,
    /// A document is named by its hash and not kept here: Apollo's clients send it once more with its text.
    PersistedQueryNotFound,
    /// A document is named by its hash, and this server keeps none.
    PersistedQueryNotSupported,
    /// A document is named that isn't kept here.
    PersistedDocumentNotFound,
    /// Only documents that the server was given before are run, and this is none of them.
    DocumentNotTrusted,
    /// A subscription came over an entry that gives one answer.
    SubscriptionNotSupported,
    /// As many operations run on the WebSocket, or send events, as may.
    TooManyStreams,
    /// The document has too many bytes.
    DocumentTooLong,
    /// The document has too many tokens.
    TooManyTokens,
    /// The document has too many operations.
    TooManyOperations,
    /// Fields or selection sets are nested too deeply.
    DocumentTooDeep,
    /// An operation has too many fields after its fragments are spread.
    TooManyFields,
    /// An operation has too many fields at its root.
    TooManyRootFields,
    /// An operation has too many aliases.
    TooManyAliases,
    /// An operation has too many directives.
    TooManyDirectives,
    /// A list has too many entries.
    ListTooLong,
    /// Too many variables, or too many values in them.
    TooManyVariables,
    /// The operation would cost too many points.
    CostTooHigh,
    /// The body has too many bytes.
    BodyTooLarge,
    /// The query string has too many bytes.
    UriTooLong,
    /// The HTTP method, or a mutation over GET.
    MethodNotAllowed,
    /// The body's media type, character set or encoding.
    UnsupportedMediaType,
    /// None of our media types is acceptable to the client.
    NotAcceptable,
    /// The body didn't arrive in time.
    BodyTimeout,
    /// More was asked in a time than may be.
    RateLimited,
    /// The operation took too long.
    RequestTimeout,
    /// The store can't be written at the moment.
    ServiceUnavailable,
    /// Too much is being done already.
    Overloaded,
    /// A fault of ours.
    InternalServerError,
}

impl Code {
    /// The code as clients see it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::BatchingNotSupported => "BATCHING_NOT_SUPPORTED",
            Self::GraphqlParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::GraphqlValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::OperationResolutionFailure => "OPERATION_RESOLUTION_FAILURE",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::PersistedQueryNotSupported => "PERSISTED_QUERY_NOT_SUPPORTED",
            Self::PersistedDocumentNotFound => "PERSISTED_DOCUMENT_NOT_FOUND",
            Self::DocumentNotTrusted => "DOCUMENT_NOT_TRUSTED",
            Self::SubscriptionNotSupported => "SUBSCRIPTION_NOT_SUPPORTED",
            Self::TooManyStreams => "TOO_MANY_STREAMS",
            Self::DocumentTooLong => "DOCUMENT_TOO_LONG",
            Self::TooManyTokens => "TOO_MANY_TOKENS",
            Self::TooManyOperations => "TOO_MANY_OPERATIONS",
            Self::DocumentTooDeep => "DOCUMENT_TOO_DEEP",
            Self::TooManyFields => "TOO_MANY_FIELDS",
            Self::TooManyRootFields => "TOO_MANY_ROOT_FIELDS",
            Self::TooManyAliases => "TOO_MANY_ALIASES",
            Self::TooManyDirectives => "TOO_MANY_DIRECTIVES",
            Self::ListTooLong => "LIST_TOO_LONG",
            Self::TooManyVariables => "TOO_MANY_VARIABLES",
            Self::CostTooHigh => "COST_TOO_HIGH",
            Self::BodyTooLarge => "BODY_TOO_LARGE",
            Self::UriTooLong => "URI_TOO_LONG",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::NotAcceptable => "NOT_ACCEPTABLE",
            Self::BodyTimeout => "BODY_TIMEOUT",
            Self::RateLimited => "RATE_LIMITED",
            Self::RequestTimeout => "REQUEST_TIMEOUT",
            Self::ServiceUnavailable => "SERVICE_UNAVAILABLE",
            Self::Overloaded => "OVERLOADED",
            Self::InternalServerError => "INTERNAL_SERVER_ERROR",
        }
    }
}

/// A request that was refused before, or instead of, giving data.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// Decides the HTTP status.
    pub code: Code,
    /// What the client is told; never empty.
    pub errors: Vec<ServerError>,
    /// How many errors were left out.
    pub omitted: usize,
    /// After how many seconds it may be tried again. None: nobody knows.
    pub retry_after: Option<u64>,
}

impl Refusal {
    /// A refusal for one reason, told in a sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self::at(code, message, None)
    }

    /// A refusal with the place in the document that is its reason.
    pub fn at(code: Code, message: impl Into<String>, position: Option<Pos>) -> Self {
        Self::of(code, vec![error(code, message, position)])
    }

    /// A refusal with these errors, of which there is at least one.
    pub(super) fn of(code: Code, errors: Vec<ServerError>) -> Self {
        Self {
            code,
            errors,
            omitted: 0,
            retry_after: None,
        }
    }

    /// A limit that was passed. `what` is the plural noun that was counted, as in "12 aliases".
    pub fn limit(code: Code, what: &str, limit: usize, measured: usize) -> Self {
        let message = format!("The request has {measured} {what}; the limit is {limit}.");
        Self::new(code, message)
            .with("limit", limit)
            .with("measured", measured)
    }

    /// Adds a value to the extensions of every error.
    pub fn with(mut self, name: &str, value: impl Into<Value> + Clone) -> Self {
        for error in &mut self.errors {
            error
                .extensions
                .get_or_insert_default()
                .set(name, value.clone());
        }
        self
    }

    /// More was asked in a time than may be; so long it is until enough is left again.
    pub fn rate_limited(wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        let message = format!(
            "More was asked than may be in a time. Try again after {seconds} s; `extensions.cost` of each answer tells what it cost."
        );
        let refusal = Self::new(Code::RateLimited, message).with("retryAfter", seconds);
        Self {
            retry_after: Some(seconds),
            ..refusal
        }
    }

    /// A fault of ours: the client is given the request id to quote, and nothing else.
    pub fn internal(request_id: &str) -> Self {
        Self::new(Code::InternalServerError, INTERNAL_MESSAGE).with("requestId", request_id)
    }
}

/// All that a client is told about a fault of ours, beside the request id.
pub(super) const INTERNAL_MESSAGE: &str =
    "Something went wrong on our side. When you report it, quote the request id in the extensions.";

/// One error with its code.
pub(super) fn error(code: Code, message: impl Into<String>, position: Option<Pos>) -> ServerError {
    let mut error = ServerError::new(message, position);
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", code.as_str());
    error.extensions = Some(extensions);
    error
}
