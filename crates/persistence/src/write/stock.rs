//! Changing stock levels: each change with its ledger row and its events, in one transaction.
//!
//! Whoever changes several levels takes them in one order, that of variants and then locations, so that nobody waits for
//! somebody who waits for them. Who changes a reservation takes that first. What others hold nevertheless is
//! [`FaultKind::Contended`](domain::outcome::FaultKind::Contended): undo, and try again.

mod declared;
mod edit;
mod ledger;
mod level;
mod refusal;
mod signal;

pub(super) use self::{
    declared::DeclaredStock,
    ledger::Why,
    level::{HeldStock, Level, LevelKey, Moved, VariantStock},
    refusal::contended,
    signal::{Signal, StockAudit},
};
pub use self::{
    edit::{ChangedLevel, LevelEdit, StockEdit},
    refusal::{StockFailure, StockProblem, StockReason},
};
