//! Catalogue feeds: reading, checking, planning, applying and writing the records of the feed format.
//!
//! A line becomes a [`record::Record`] (what was given, field by field), a record and what is stored become a whole
//! value ([`merge`]), and whole values that differ from what is stored are saved. Rows of CSV files become such lines
//! first ([`csv`]). `vitrine import`, and later
//! `productSet`, bulk mutations and import jobs, all take this way, so that they mean the same.

mod csv;
pub mod export;
mod fields;
pub mod given;
pub mod import;
mod json;
mod keys;
mod merge;
pub mod record;
pub mod report;
mod source;
mod spool;

pub use csv::Wishes;
pub use export::export;
pub use import::{Import, ImportError, Options, Progress};
pub use report::{Counts, Issue, Notice, Report};
