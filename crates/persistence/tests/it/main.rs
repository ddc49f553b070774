//! Persistence on both databases.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod api_key;
mod catalog;
mod deletion;
mod inventory;
mod pricing;
mod schema;
mod store;
mod support;
mod view;
mod write;
