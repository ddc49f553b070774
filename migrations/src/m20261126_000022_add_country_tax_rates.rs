//! Tax rates of a channel for buyers in a country, and what its tax classes are called.

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
CREATE TABLE channel_country_tax_rate (
    channel_id {id} NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    country TEXT NOT NULL CHECK (length(country) = 2),
    tax_class TEXT {c} NOT NULL,
    rate TEXT NOT NULL CHECK (CAST(rate AS NUMERIC) >= 0),
    PRIMARY KEY (channel_id, country, tax_class)
) {norowid};

CREATE TABLE channel_tax_class (
    channel_id {id} NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    tax_class TEXT {c} NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (channel_id, tax_class)
) {norowid};
"#;
