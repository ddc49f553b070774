//! The catalogue's values and rules: no input or output, no async, no framework.
//!
//! Read in this order: [`text`] and [`id`] (how things are named), [`catalog`] (what is sold),
//! [`pricing`] (for how much), [`inventory`] (how many there are), [`channel`] (to whom),
//! [`buyer`] (who asks), [`access`] (who may do what),
//! [`problem`] and [`outcome`] (how operations fail).
#![deny(clippy::float_arithmetic, missing_docs)]

pub mod access;
pub mod buyer;
pub mod catalog;
pub mod channel;
pub mod clock;
pub mod country;
pub mod id;
pub mod inventory;
pub mod job;
pub mod locale;
pub mod outcome;
pub mod pricing;
pub mod problem;
pub mod reference;
mod spelling;
pub mod text;
