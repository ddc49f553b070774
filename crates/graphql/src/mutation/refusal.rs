//! Why a change is not made: what the caller can put right, and what they can't.

use async_graphql::Error;
use domain::{
    outcome::{Failure, Fault},
    problem::{Problem, Reason},
};
use serde::{Deserialize, Serialize};

/// The kinds of refusals of all features; each feature's enum of codes has those that it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RefusalCode {
    Required,
    Invalid,
    NotFound,
    Taken,
    Duplicate,
    Conflict,
    Cycle,
    InUse,
    VersionConflict,
    IdempotencyKeyReused,
    OutOfStock,
    ReservationExpired,
    ReservationEnded,
}

impl From<Reason> for RefusalCode {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Required => Self::Required,
            Reason::Invalid => Self::Invalid,
            Reason::NotFound => Self::NotFound,
            Reason::Taken => Self::Taken,
            Reason::Duplicate => Self::Duplicate,
            Reason::Conflict => Self::Conflict,
            Reason::Cycle => Self::Cycle,
            Reason::InUse => Self::InUse,
        }
    }
}

/// One thing that the caller can put right; an entry of `userErrors`, and remembered as such.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refusal {
    pub(crate) code: RefusalCode,
    /// From the mutation's argument inwards, indexes as digits.
    pub(crate) field: Vec<String>,
    pub(crate) message: String,
    /// Of a version conflict: the version that the thing has now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) current_version: Option<i64>,
    /// How many units there are of what was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) available_quantity: Option<i64>,
}

impl Refusal {
    pub(crate) fn new(code: RefusalCode, field: &[&str], message: impl Into<String>) -> Self {
        Self {
            code,
            field: field.iter().map(|&step| step.to_owned()).collect(),
            message: message.into(),
            current_version: None,
            available_quantity: None,
        }
    }

    /// What a problem with a field of the input is, by the path that the caller wrote.
    pub(crate) fn of(problem: Problem, field: Vec<String>) -> Self {
        Self {
            code: problem.reason.into(),
            field,
            message: problem.message,
            current_version: None,
            available_quantity: None,
        }
    }
}

/// Why a change stopped. All that it did is undone.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The caller can put it right. Never empty.
    Refused(Vec<Refusal>),
    /// Ours.
    Fault(Fault),
    /// The request itself is wrong.
    Error(Error),
}

impl Stop {
    /// A change that is refused for one reason.
    pub(crate) fn refused(code: RefusalCode, field: &[&str], message: impl Into<String>) -> Self {
        Self::Refused(vec![Refusal::new(code, field, message)])
    }

    /// A failure whose problems are all about one argument of the mutation.
    pub(crate) fn about(field: &[&str], failure: Failure) -> Self {
        match failure {
            Failure::Fault(fault) => Self::Fault(fault),
            Failure::Rejected(problems) => {
                let field: Vec<String> = field.iter().map(|&step| step.to_owned()).collect();
                let refusals = problems
                    .into_iter()
                    .map(|problem| Refusal::of(problem, field.clone()));
                Self::Refused(refusals.collect())
            }
        }
    }

    /// The same, told of one argument of the mutation: whatever is wrong with what it would leave behind is wrong with it.
    pub(crate) fn all_about(self, field: &[&str]) -> Self {
        let Self::Refused(refusals) = self else {
            return self;
        };
        let field: Vec<String> = field.iter().map(|&step| step.to_owned()).collect();
        let about = |refusal| Refusal {
            field: field.clone(),
            ..refusal
        };
        Self::Refused(refusals.into_iter().map(about).collect())
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// Declares the `userErrors` of a feature and the enum of their codes: those that every mutation can have, and, after
/// them, the feature's own.
macro_rules! user_error {
    (
        $(#[doc = $doc:tt])+ $error:ident,
        $(#[doc = $code_doc:tt])+ $code:ident
        $(, $(#[doc = $own_doc:tt])+ $own:ident)* $(,)?
    ) => {
        $(#[doc = $code_doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, async_graphql::Enum)]
        #[graphql(visible = "crate::viewer::is_admin")]
        pub(crate) enum $code {
            /// Needed, and not given or empty.
            Required,
            /// Not of the form, range or length that it must have.
            Invalid,
            /// Names something that does not exist.
            NotFound,
            /// Another thing has this key already.
            Taken,
            /// Given twice where it may stand once.
            Duplicate,
            /// Contradicts another field, or what is stored.
            Conflict,
            /// Would make a thing its own ancestor.
            Cycle,
            /// Something else depends on it; the message says what, and how many.
            InUse,
            /// Somebody has changed the same fields since `expectedVersion`. `currentVersion` tells the version now: look
            /// at it, and decide again.
            VersionConflict,
            /// This `idempotencyKey` was used for another mutation or another input. Take a new key.
            IdempotencyKeyReused,
            $($(#[doc = $own_doc])+ $own,)*
        }

        impl From<$crate::mutation::RefusalCode> for $code {
            fn from(code: $crate::mutation::RefusalCode) -> Self {
                use $crate::mutation::RefusalCode as From;
                match code {
                    From::Required => Self::Required,
                    From::Invalid => Self::Invalid,
                    From::NotFound => Self::NotFound,
                    From::Taken => Self::Taken,
                    From::Duplicate => Self::Duplicate,
                    From::Conflict => Self::Conflict,
                    From::Cycle => Self::Cycle,
                    From::InUse => Self::InUse,
                    From::VersionConflict => Self::VersionConflict,
                    From::IdempotencyKeyReused => Self::IdempotencyKeyReused,
                    $(From::$own => Self::$own,)*
                    #[allow(unreachable_patterns, clippy::allow_attributes, reason = "only other features have others")]
                    _ => Self::Invalid,
                }
            }
        }

        $(#[doc = $doc])+
        #[derive(Clone, Debug, async_graphql::SimpleObject)]
        #[graphql(visible = "crate::viewer::is_admin")]
        pub(crate) struct $error {
            /// What kind of problem, for programs.
            code: $code,
            /// Where, as a path from the mutation's argument inwards, list indexes as digits: `["input", "variants", "0",
            /// "sku"]`.
            field: Vec<String>,
            /// What is wrong and how to put it right, for people.
            message: String,
            /// The version that the thing has now. Null: this is no version conflict.
            current_version: Option<i32>,
        }

        impl From<&$crate::mutation::Refusal> for $error {
            fn from(refusal: &$crate::mutation::Refusal) -> Self {
                Self {
                    code: refusal.code.into(),
                    field: refusal.field.clone(),
                    message: refusal.message.clone(),
                    current_version: refusal.current_version.map($crate::scalars::int),
                }
            }
        }
    };
}
pub(crate) use user_error;
