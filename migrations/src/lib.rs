//! The database schema, forward by expand and contract (`README.md` says how).
//!
//! Each migration is SQL for both databases; `dialect` replaces the few words in which they differ.

#![expect(
    elided_lifetimes_in_paths,
    reason = "MigrationTrait is declared so, and an implementation has to match it"
)]

pub use sea_orm_migration::{MigrationTrait, MigratorTrait};

mod dialect;
mod m20261122_000001_create_reference;
mod m20261122_000002_create_catalog;
mod m20261122_000003_create_pricing_and_inventory;
mod m20261122_000004_guard_attributes_in_use;
mod m20261122_000005_create_outbox_and_audit;
mod m20261122_000006_create_api_key;
mod m20261122_000007_create_idempotency;
mod m20261126_000010_add_incoming_and_low_stock;
mod m20261126_000011_create_stock_ledger;
mod m20261126_000012_create_reservation;
mod m20261126_000020_add_quantity_rule;
mod m20261126_000021_add_relative_price_lists;
mod m20261126_000022_add_country_tax_rates;
mod m20261126_000023_create_price_history;
mod m20261126_000030_follow_the_outbox;
mod m20261126_000031_create_search_rule;
mod m20261126_000040_create_job;
mod m20261127_000030_keep_the_change_feed;
mod m20261127_000040_grant_api_keys;
mod m20261127_000050_index_moments;
mod m20261128_000010_index_hidden_categories;
mod m20261128_000020_guard_owed_units;

/// All migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_create_reference::Migration),
            Box::new(m20261122_000002_create_catalog::Migration),
            Box::new(m20261122_000003_create_pricing_and_inventory::Migration),
            Box::new(m20261122_000004_guard_attributes_in_use::Migration),
            Box::new(m20261122_000005_create_outbox_and_audit::Migration),
            Box::new(m20261122_000006_create_api_key::Migration),
            Box::new(m20261122_000007_create_idempotency::Migration),
            Box::new(m20261126_000010_add_incoming_and_low_stock::Migration),
            Box::new(m20261126_000011_create_stock_ledger::Migration),
            Box::new(m20261126_000012_create_reservation::Migration),
            Box::new(m20261126_000020_add_quantity_rule::Migration),
            Box::new(m20261126_000021_add_relative_price_lists::Migration),
            Box::new(m20261126_000022_add_country_tax_rates::Migration),
            Box::new(m20261126_000023_create_price_history::Migration),
            Box::new(m20261126_000030_follow_the_outbox::Migration),
            Box::new(m20261126_000031_create_search_rule::Migration),
            Box::new(m20261126_000040_create_job::Migration),
            Box::new(m20261127_000030_keep_the_change_feed::Migration),
            Box::new(m20261127_000040_grant_api_keys::Migration),
            Box::new(m20261127_000050_index_moments::Migration),
            Box::new(m20261128_000010_index_hidden_categories::Migration),
            Box::new(m20261128_000020_guard_owed_units::Migration),
        ]
    }
}
