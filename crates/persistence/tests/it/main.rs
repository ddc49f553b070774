//! Persistence on both databases.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod api_key;
mod audit;
mod catalog;
mod catalog_version;
mod deletion;
mod feed;
mod idempotency;
mod inventory;
mod job;
mod lease;
mod outbox;
mod pricing;
mod savepoint;
mod schema;
mod search;
mod stamp;
mod store;
mod support;
mod view;
mod write;
