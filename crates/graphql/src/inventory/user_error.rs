//! `StockUserError`: what is wrong with the input of a mutation of stock.

use async_graphql::{Enum, SimpleObject};
use domain::inventory::QUANTITY_MAX;
use persistence::{StockFailure, StockProblem, StockReason};

use crate::{
    mutation::{Refusal, RefusalCode, Stop},
    scalars::int,
};

/// The kinds of problems of mutations of stock and reservations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) enum StockErrorCode {
    /// Needed, and not given or empty.
    Required,
    /// Not of the form or range that it must have.
    Invalid,
    /// Names a SKU, a location, a channel or a reservation that does not exist.
    NotFound,
    /// There are not enough units; `availableQuantity` tells how many there are.
    OutOfStock,
    /// The level is not what was expected, or less is held; `availableQuantity` tells how it is.
    Conflict,
    /// The time of the reservation is over, and what it held is free again. Make a new one.
    ReservationExpired,
    /// The reservation was committed or released before, and holds nothing any more.
    ReservationEnded,
    /// This `idempotencyKey` was used for another mutation or another input. Take a new key.
    IdempotencyKeyReused,
}

impl From<RefusalCode> for StockErrorCode {
    fn from(code: RefusalCode) -> Self {
        match code {
            RefusalCode::Required => Self::Required,
            RefusalCode::NotFound => Self::NotFound,
            RefusalCode::OutOfStock => Self::OutOfStock,
            RefusalCode::Conflict => Self::Conflict,
            RefusalCode::ReservationExpired => Self::ReservationExpired,
            RefusalCode::ReservationEnded => Self::ReservationEnded,
            RefusalCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            _ => Self::Invalid,
        }
    }
}

/// Something that is wrong with the input of a mutation of stock.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct StockUserError {
    /// What kind of problem, for programs.
    code: StockErrorCode,
    /// Where, as a path from the mutation's argument inwards, list indexes as digits: `["input", "lines", "0", "quantity"]`.
    field: Vec<String>,
    /// What is wrong and how to put it right, for people.
    message: String,
    /// How many units there are of what was asked for: that can be reserved, that are there, or that are held. Null: that
    /// is not the question.
    available_quantity: Option<i32>,
}

impl From<&Refusal> for StockUserError {
    fn from(refusal: &Refusal) -> Self {
        Self {
            code: refusal.code.into(),
            field: refusal.field.clone(),
            message: refusal.message.clone(),
            available_quantity: refusal.available_quantity.map(int),
        }
    }
}

/// Why a change of stock stopped; paths to lines begin with `at`.
pub(super) fn stop(failure: StockFailure, at: &[&str]) -> Stop {
    match failure {
        StockFailure::Fault(fault) => Stop::Fault(fault),
        StockFailure::Refused(problems) => Stop::Refused(
            problems
                .into_iter()
                .map(|problem| refusal(problem, at))
                .collect(),
        ),
    }
}

fn refusal(problem: StockProblem, at: &[&str]) -> Refusal {
    let code = match problem.reason {
        StockReason::NotFound => RefusalCode::NotFound,
        StockReason::Invalid => RefusalCode::Invalid,
        StockReason::OutOfStock => RefusalCode::OutOfStock,
        StockReason::Conflict => RefusalCode::Conflict,
        StockReason::Expired => RefusalCode::ReservationExpired,
        StockReason::Ended => RefusalCode::ReservationEnded,
    };
    let line = problem.line.map(|line| line.to_string());
    let field: Vec<&str> = match &line {
        Some(line) => at
            .iter()
            .copied()
            .chain(["lines", line, problem.field])
            .collect(),
        None => vec![problem.field],
    };
    Refusal {
        available_quantity: problem.available,
        ..Refusal::new(code, &field, problem.message)
    }
}

/// Collects what is wrong with an input before anything is looked up.
pub(super) struct Checked<'a> {
    at: &'a [&'a str],
    refusals: Vec<Refusal>,
}

/// Most lines of one mutation.
const LINES_MAX: usize = 250;
/// Most characters of a reason or a reference.
const WORDS_MAX: usize = 255;

impl<'a> Checked<'a> {
    /// Paths to lines begin with `at`.
    pub(super) const fn new(at: &'a [&'a str]) -> Self {
        Self {
            at,
            refusals: Vec::new(),
        }
    }

    fn refuse(&mut self, steps: &[&str], code: RefusalCode, message: String) {
        let field: Vec<&str> = self.at.iter().chain(steps).copied().collect();
        self.refusals.push(Refusal::new(code, &field, message));
    }

    /// A value of a line, or what its parser says.
    pub(super) fn parsed<T, E: std::fmt::Display>(
        &mut self,
        line: usize,
        field: &str,
        parsed: Result<T, E>,
    ) -> Option<T> {
        let line = line.to_string();
        parsed
            .map_err(|error| {
                let steps = ["lines", &line, field];
                self.refuse(&steps, RefusalCode::Invalid, error.to_string());
            })
            .ok()
    }

    /// A quantity of a line between two bounds, both included.
    pub(super) fn quantity(&mut self, line: usize, field: &str, units: i32, least: i64) -> i64 {
        let units = i64::from(units);
        if !(least..=QUANTITY_MAX).contains(&units) || field == "delta" && units == 0 {
            let message = if field == "delta" {
                format!(
                    "A whole number from {least} to {QUANTITY_MAX} is expected here, but not 0."
                )
            } else {
                format!("A whole number from {least} to {QUANTITY_MAX} is expected here.")
            };
            self.parsed::<(), _>(line, field, Err(message));
        }
        units
    }

    /// How many lines there are: 1 to 250.
    pub(super) fn lines(&mut self, count: usize) {
        if count == 0 {
            let message = String::from("At least one line is needed.");
            self.refuse(&["lines"], RefusalCode::Required, message);
        } else if count > LINES_MAX {
            let message =
                format!("There are {count} lines; at most {LINES_MAX} are taken at once.");
            self.refuse(&["lines"], RefusalCode::Invalid, message);
        }
    }

    /// A reason or a reference.
    pub(super) fn words(&mut self, field: &str, words: Option<&String>) {
        let Some(words) = words else { return };
        if let Err(error) = domain::text::parse_text(words, WORDS_MAX) {
            self.refuse(&[field], RefusalCode::Invalid, error.to_string());
        }
    }

    /// How long something is held, in seconds; 15 minutes where nothing is said.
    pub(super) fn time_to_live(&mut self, seconds: Option<i32>) -> std::time::Duration {
        const MOST: u64 = 30 * 24 * 3600;
        let seconds = u64::try_from(seconds.unwrap_or(900)).unwrap_or(0);
        if !(1..=MOST).contains(&seconds) {
            let message = format!("A reservation holds for 1 to {MOST} seconds.");
            self.refuse(&["ttlSeconds"], RefusalCode::Invalid, message);
        }
        std::time::Duration::from_secs(seconds)
    }

    /// Everything that is wrong, if anything is.
    pub(super) fn done(self) -> Result<(), Stop> {
        if self.refusals.is_empty() {
            Ok(())
        } else {
            Err(Stop::Refused(self.refusals))
        }
    }
}
