//! The database schema, forward by expand and contract.
