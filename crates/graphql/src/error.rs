//! Top-level errors: what a caller did wrong, and what went wrong here.
//!
//! There are two ways out of a resolver that fails. [`refuse`] tells a caller about a value of theirs. A [`Fault`] of
//! the layers below goes through [`Reporter::report`], which logs it once with its whole chain and leaves a code and the
//! request id for the caller, nothing else.

mod code;

use std::{error::Error as _, fmt::Write as _, sync::Arc};

use async_graphql::{Error, ErrorExtensionValues, InputValueError};
use domain::outcome::{Fault, FaultKind};

pub use code::ErrorCode;

/// An error about something that the caller wrote. The message is a sentence that says the way out where there is one.
pub(crate) fn refuse(code: ErrorCode, message: impl Into<String>) -> Error {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", code.as_str());
    Error {
        message: message.into(),
        source: None,
        extensions: Some(extensions),
    }
}

/// A scalar's refusal of a literal or a variable.
pub(crate) fn refuse_value<T>(message: impl std::fmt::Display) -> InputValueError<T>
where
    T: async_graphql::InputType,
{
    InputValueError::custom(message).with_extension("code", ErrorCode::BadUserInput.as_str())
}

/// A fault that was logged. Cheap to clone, since every waiter of a failed batch gets it.
#[derive(Clone, Debug)]
pub(crate) struct Reported {
    code: ErrorCode,
    /// Whether another writer was in the way, so that nothing was done.
    is_contended: bool,
    request_id: Arc<str>,
}

impl From<Reported> for Error {
    fn from(reported: Reported) -> Self {
        let message = match reported.code {
            ErrorCode::ServiceUnavailable if reported.is_contended => {
                "Another writer, such as an import, holds what this needs, and was waited for in vain. Nothing was done: try again."
            }
            ErrorCode::ServiceUnavailable => {
                "The catalogue can't be read at the moment. Try again."
            }
            ErrorCode::RequestTimeout => "The answer took too long. Ask for less, or try again.",
            _ => "The server failed to answer this. The fault is logged under the request id.",
        };
        let mut error = refuse(reported.code, message);
        if let Some(extensions) = &mut error.extensions {
            extensions.set("requestId", &*reported.request_id);
        }
        error
    }
}

/// Logs the faults of one request.
#[derive(Clone, Debug)]
pub(crate) struct Reporter {
    request_id: Arc<str>,
}

impl Reporter {
    pub(crate) const fn new(request_id: Arc<str>) -> Self {
        Self { request_id }
    }

    pub(crate) fn request_id(&self) -> Arc<str> {
        Arc::clone(&self.request_id)
    }

    /// Logs a fault with its chain of causes. To be called once for each fault, where it is first met.
    pub(crate) fn report(&self, fault: &Fault) -> Reported {
        let code = match fault.kind {
            FaultKind::Unavailable | FaultKind::Contended => ErrorCode::ServiceUnavailable,
            FaultKind::Timeout => ErrorCode::RequestTimeout,
            FaultKind::Corrupt | FaultKind::Bug => ErrorCode::InternalServerError,
        };
        let request_id = &*self.request_id;
        tracing::error!(
            request.id = request_id,
            code = code.as_str(),
            chain = chain(fault),
            "{fault}"
        );
        Reported {
            code,
            is_contended: fault.kind == FaultKind::Contended,
            request_id: Arc::clone(&self.request_id),
        }
    }
}

fn chain(fault: &Fault) -> String {
    let mut text = fault.to_string();
    let mut cause = fault.source();
    while let Some(error) = cause {
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_shows_its_code_and_the_request_id_and_nothing_else() {
        let fault = Fault::new(
            FaultKind::Unavailable,
            "listing products",
            "password of the store",
        );
        assert_eq!(
            chain(&fault),
            "listing products: unavailable: password of the store"
        );
        let error = Error::from(Reporter::new("r-7".into()).report(&fault));
        assert_eq!(
            error.message,
            "The catalogue can't be read at the moment. Try again."
        );
        let shown = serde_json::to_string(&error.extensions).unwrap();
        assert_eq!(shown, r#"{"code":"SERVICE_UNAVAILABLE","requestId":"r-7"}"#);
    }
}
