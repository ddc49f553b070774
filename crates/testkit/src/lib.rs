//! Databases, search indexes, fixtures and clocks for tests.

pub mod database;
pub mod engine;
pub mod index;
pub mod outbox;
pub mod time;
