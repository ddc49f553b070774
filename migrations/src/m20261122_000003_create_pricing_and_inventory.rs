//! Prices and stock of variants.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, SCRIPT).await
    }
}

const SCRIPT: &str = r#"
-- position: the place in the order of an export (list, currency, country, minimum quantity, beginning).
-- amount, compare_at: millionths of the currency's major unit.
CREATE TABLE price (
    variant_id {id} NOT NULL REFERENCES variant (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    price_list_id {id} NULL REFERENCES price_list (id) ON DELETE RESTRICT,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    amount BIGINT NOT NULL CHECK (amount BETWEEN 0 AND 999999999999999),
    compare_at BIGINT NULL CHECK (compare_at BETWEEN 0 AND 999999999999999),
    min_quantity INTEGER NOT NULL CHECK (min_quantity >= 1),
    country TEXT NULL CHECK (length(country) = 2),
    valid_from BIGINT NULL,
    valid_until BIGINT NULL,
    PRIMARY KEY (variant_id, position),
    CONSTRAINT price_window CHECK (valid_until > valid_from)
) {norowid};

-- Quantities are units. reserved and backordered are what reservations have made of what the seller declared.
CREATE TABLE stock (
    variant_id {id} NOT NULL REFERENCES variant (id) ON DELETE CASCADE,
    location_id {id} NOT NULL REFERENCES location (id) ON DELETE RESTRICT,
    on_hand BIGINT NOT NULL CHECK (on_hand BETWEEN 0 AND 1000000000),
    reserved BIGINT NOT NULL CHECK (reserved >= 0),
    backordered BIGINT NOT NULL CHECK (backordered >= 0),
    safety_stock BIGINT NOT NULL CHECK (safety_stock BETWEEN 0 AND 1000000000),
    backorder_limit BIGINT NOT NULL CHECK (backorder_limit BETWEEN 0 AND 1000000000),
    version BIGINT NOT NULL CHECK (version >= 1),
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (variant_id, location_id)
) {norowid};
"#;
