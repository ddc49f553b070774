//! The catalogue in SQLite and PostgreSQL.
//!
//! Start at [`Store`]: it connects, migrates, and hands out what the rest of the program uses. Writing goes through a
//! [`Transaction`], which takes and gives the values of `domain` whole; storefronts read lean records through
//! [`catalog`], [`pricing`] and [`inventory`]. SeaORM's models stay inside.

mod actor;
mod api_key;
mod audit;
mod blob;
pub mod catalog;
mod catalog_version;
mod config;
mod constraint;
mod entity;
mod fault;
mod id_list;
mod inspect;
pub mod inventory;
mod job;
pub mod json;
mod kept;
mod lease;
mod localized;
mod moment;
mod outbox;
pub mod page;
pub mod pricing;
mod reference;
mod row;
pub mod search;
mod seeded;
mod sort_key;
mod sql;
mod store;
mod stored;
#[cfg(test)]
mod testing;
mod whole;
mod write;

pub use actor::Actor;
pub use api_key::{ApiKey, NewApiKey};
pub use audit::{AUDIT_CURSOR_TYPES, Audit, AuditAction, AuditFilter, AuditRecord, Changes};
pub use catalog_version::CatalogVersion;
pub use config::DatabaseConfig;
pub use inspect::Finding;
pub use job::{
    Ended, JOB_CURSOR_TYPES, Job, JobEnd, JobFilter, JobIssue, JobProgress, Jobs, NewJob,
};
pub use kept::ProductVersion;
pub use lease::Lease;
pub use outbox::{
    ChangePlace, FeedCursor, FeedPage, OutboxAction, OutboxEvent, OutboxPosition, OutboxScope,
    PlaceCategory,
};
pub use store::{Backend, Listening, MigrationReport, Quiet, Setup, Stamp, Store};
pub use stored::{Change, ProductChange, Promised, Stored, StoredProduct};
pub use whole::Snapshot;
pub use write::{
    ChangedLevel, IDEMPOTENCY_KEY_MAX, IdempotencyKey, LevelEdit, LineUnits, NewReservation,
    Remembered, RequestKey, ReservationAnswer, ReservationCall, ReservationEnd, ReservedLine,
    Savepoint, StockEdit, StockFailure, StockProblem, StockReason, Transaction,
};
