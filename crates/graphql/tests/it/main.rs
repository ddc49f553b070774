//! What a client sees of the schema, on both databases.
#![expect(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test stops at the first surprise, and its helpers are public to nobody"
)]

mod authorization;
mod catalog;
mod connections;
mod context;
mod nodes;
mod pages;
mod pricing;
mod schema;
mod support;
