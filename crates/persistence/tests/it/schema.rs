//! What the database itself refuses, and how its schema comes to be.

mod constraints;
mod migration;
mod triggers;
