//! What the embedded index fails with, as faults.

use std::io;

use domain::outcome::{Fault, FaultKind};
use tantivy::{TantivyError, directory::error::LockError};

/// Makes faults of one operation.
pub(super) fn doing(doing: &'static str) -> impl Fn(TantivyError) -> Fault {
    move |error| {
        let kind = match &error {
            TantivyError::LockFailure(LockError::LockBusy, _) => FaultKind::Contended,
            TantivyError::IoError(_)
            | TantivyError::OpenReadError(_)
            | TantivyError::OpenWriteError(_)
            | TantivyError::OpenDirectoryError(_)
            | TantivyError::LockFailure(..) => FaultKind::Unavailable,
            TantivyError::DataCorruption(_) | TantivyError::IncompatibleIndex(_) => {
                FaultKind::Corrupt
            }
            _ => FaultKind::Bug,
        };
        Fault::new(kind, doing, error)
    }
}

/// Makes faults of one operation on files.
pub(super) fn file(doing: &'static str) -> impl Fn(io::Error) -> Fault {
    move |error| Fault::new(FaultKind::Unavailable, doing, error)
}
