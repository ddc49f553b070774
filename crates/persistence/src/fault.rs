//! Errors of the databases as faults: what kind each is, so that a caller knows whether trying again helps.

use domain::outcome::{Fault, FaultKind};
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, sqlx};

/// Makes a fault of a database's error: `.map_err(fault("listing products"))`.
pub(crate) fn fault(doing: &'static str) -> impl Fn(DbErr) -> Fault {
    move |error| Fault::new(kind(&error), doing, error)
}

/// A fault for what was read back and cannot have been written.
pub(crate) fn corrupt(doing: &'static str, what: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Corrupt, doing, what.into())
}

fn kind(error: &DbErr) -> FaultKind {
    match error {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => FaultKind::Timeout,
        DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed) => FaultKind::Unavailable,
        DbErr::Type(_) | DbErr::TryIntoErr { .. } | DbErr::Json(_) => FaultKind::Corrupt,
        DbErr::Conn(RuntimeErr::SqlxError(cause)) => match kind_of_sqlx(cause) {
            FaultKind::Bug => FaultKind::Unavailable,
            known => known,
        },
        DbErr::Conn(RuntimeErr::Internal(_)) => FaultKind::Unavailable,
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            kind_of_sqlx(cause)
        }
        _ => FaultKind::Bug,
    }
}

/// The same for an error that did not pass SeaORM.
pub(crate) fn kind_of_sqlx(error: &sqlx::Error) -> FaultKind {
    match error {
        sqlx::Error::Database(answer) => kind_of_code(&answer.code().unwrap_or_default()),
        sqlx::Error::PoolTimedOut => FaultKind::Timeout,
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Configuration(_) => FaultKind::Unavailable,
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => FaultKind::Corrupt,
        _ => FaultKind::Bug,
    }
}

/// PostgreSQL answers five characters (SQLSTATE), SQLite a number whose lowest byte is the primary result code.
fn kind_of_code(code: &str) -> FaultKind {
    if code.len() == 5 {
        return match code {
            // Serialization failure, deadlock, lock not available.
            "40001" | "40P01" | "55P03" => FaultKind::Contended,
            // A statement that took longer than its limit.
            "57014" => FaultKind::Timeout,
            // Too many connections, shutting down, starting up, unknown database.
            "53300" | "57P01" | "57P02" | "57P03" | "3D000" => FaultKind::Unavailable,
            _ if code.starts_with("08") => FaultKind::Unavailable,
            _ => FaultKind::Bug,
        };
    }
    match code.parse::<u32>().unwrap_or_default() & 0xff {
        // BUSY, LOCKED.
        5 | 6 => FaultKind::Contended,
        // READONLY, IOERR, FULL, CANTOPEN.
        8 | 10 | 13 | 14 => FaultKind::Unavailable,
        // INTERRUPT: a statement that took longer than its limit.
        9 => FaultKind::Timeout,
        // CORRUPT, NOTADB.
        11 | 26 => FaultKind::Corrupt,
        _ => FaultKind::Bug,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_hold_is_contended_on_either_database() {
        for code in ["40001", "40P01", "5", "517", "6", "262"] {
            assert_eq!(kind_of_code(code), FaultKind::Contended, "{code}");
        }
        assert_eq!(kind_of_code("08006"), FaultKind::Unavailable);
        assert_eq!(kind_of_code("57014"), FaultKind::Timeout);
        assert_eq!(kind_of_code("9"), FaultKind::Timeout);
        assert_eq!(kind_of_code("11"), FaultKind::Corrupt);
        assert_eq!(kind_of_code("2067"), FaultKind::Bug);
        assert_eq!(kind_of_code("23505"), FaultKind::Bug);
    }
}
