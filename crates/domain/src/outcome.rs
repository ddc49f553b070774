//! How operations fail: the caller can put a [`Problem`] right; a [`Fault`] is ours.

use std::{error::Error, fmt};

use crate::problem::Problem;

/// A failure's own cause.
pub type BoxError = Box<dyn Error + Send + Sync + 'static>;

/// What kind of fault: tells the caller whether trying again helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A database or index could not be reached.
    Unavailable,
    /// It took longer than allowed.
    Timeout,
    /// Others held what was needed for too long; trying again helps.
    Contended,
    /// What was read back is not what can have been written.
    Corrupt,
    /// Everything else: a mistake of ours.
    Bug,
}

/// A failure that the caller has no part in: logged with its chain, shown as a code and a request id.
#[derive(Debug)]
pub struct Fault {
    /// What kind.
    pub kind: FaultKind,
    /// What was being done, such as "listing products".
    pub doing: &'static str,
    /// The cause, if one is known.
    pub cause: Option<BoxError>,
}

impl Fault {
    /// A fault with its cause.
    pub fn new(kind: FaultKind, doing: &'static str, cause: impl Into<BoxError>) -> Self {
        Self {
            kind,
            doing,
            cause: Some(cause.into()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            FaultKind::Unavailable => "unavailable",
            FaultKind::Timeout => "timed out",
            FaultKind::Contended => "contended",
            FaultKind::Corrupt => "corrupt data",
            FaultKind::Bug => "failed",
        };
        write!(f, "{}: {what}", self.doing)
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause
            .as_deref()
            .map(|cause| cause as &(dyn Error + 'static))
    }
}

/// The two fates of an operation that did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// The caller can put it right. Never empty; all problems of the input at once.
    Rejected(Vec<Problem>),
    /// Ours.
    Fault(Fault),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
