//! Persistence on both databases.

mod catalog;
mod inventory;
mod pricing;
mod support;
mod view;
