//! The catalogue in SQLite and PostgreSQL.
