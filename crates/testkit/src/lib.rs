//! Databases, fixtures and clocks for tests.

pub mod database;
pub mod time;
