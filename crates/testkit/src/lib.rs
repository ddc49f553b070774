//! Databases, fixtures and clocks for tests.
