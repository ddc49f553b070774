//! Why a change of stock is refused.

use domain::{
    inventory::LevelRefusal,
    outcome::{Fault, FaultKind},
};
use sea_orm::{DbErr, SqlErr};

use crate::{constraint::Constraint, fault::fault};

/// The kinds of refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StockReason {
    /// It names a SKU, a location or a reservation that does not exist.
    NotFound,
    /// A quantity is not possible.
    Invalid,
    /// There are not enough units.
    OutOfStock,
    /// The level is not what the caller expected.
    Conflict,
    /// The time of the reservation is over.
    Expired,
    /// The reservation is committed or released.
    Ended,
}

/// One thing that the caller can put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockProblem {
    /// The place of the line that it is about. None: it is about the whole.
    pub line: Option<usize>,
    /// The field of the line, or of the whole.
    pub field: &'static str,
    /// What kind.
    pub reason: StockReason,
    /// A sentence for people.
    pub message: String,
    /// How many units could be had. None: that is not the question.
    pub available: Option<i64>,
}

/// Why a change of stock was not made.
#[derive(Debug)]
pub enum StockFailure {
    /// The caller can put it right. Never empty. What was written before has to be undone.
    Refused(Vec<StockProblem>),
    /// Ours.
    Fault(Fault),
}

impl From<Fault> for StockFailure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl StockProblem {
    /// About a field of a line.
    pub(crate) fn of_line(
        line: usize,
        field: &'static str,
        reason: StockReason,
        message: impl Into<String>,
    ) -> Self {
        Self {
            line: Some(line),
            field,
            reason,
            message: message.into(),
            available: None,
        }
    }

    /// About the whole.
    pub(crate) fn of_whole(
        field: &'static str,
        reason: StockReason,
        message: impl Into<String>,
    ) -> Self {
        Self {
            line: None,
            field,
            reason,
            message: message.into(),
            available: None,
        }
    }

    /// A line whose change the arithmetic refuses.
    pub(crate) fn of_refusal(line: usize, field: &'static str, refusal: LevelRefusal) -> Self {
        let (reason, available) = match refusal {
            LevelRefusal::OutOfStock { available } => (StockReason::OutOfStock, Some(available)),
            LevelRefusal::NotThere { on_hand } => (StockReason::OutOfStock, Some(on_hand)),
            LevelRefusal::NotHeld { reserved } => (StockReason::Conflict, Some(reserved)),
            LevelRefusal::TooMany => (StockReason::Invalid, None),
        };
        Self {
            available,
            ..Self::of_line(line, field, reason, refusal.to_string())
        }
    }
}

/// Makes a fault of a database's error; what another writer has made meanwhile is contended.
pub(crate) fn contended(doing: &'static str) -> impl Fn(DbErr) -> Fault {
    move |error| {
        let raced = Constraint::violated(&error).is_some()
            || matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)));
        let found = fault(doing)(error);
        if raced {
            return Fault {
                kind: FaultKind::Contended,
                ..found
            };
        }
        found
    }
}
