//! What a client sees of the schema, on both databases.
#![expect(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test stops at the first surprise, and its helpers are public to nobody"
)]

/// An inline snapshot. Each is seen twice, since its test runs on each database.
macro_rules! assert_shown {
    ($shown:expr, @$expected:literal) => {{
        let shown = $shown;
        insta::allow_duplicates! { insta::assert_snapshot!(shown, @$expected) }
    }};
}

mod admin;
mod authorization;
mod bulk;
mod catalog;
mod concurrent;
mod connections;
mod context;
mod faults;
mod federation;
mod inventory;
mod nodes;
mod pages;
mod pricing;
mod rebuild;
mod schema;
mod subscription;
mod support;
mod walk;
