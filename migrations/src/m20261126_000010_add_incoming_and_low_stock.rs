//! What is on its way to a stock level, and from how many units down a variant's stock is low.

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

// incoming: units, 0 for none. incoming_on: the day on which they are expected, such as 2026-12-01; NULL: not known.
const SCRIPT: &str = r#"
ALTER TABLE stock ADD COLUMN incoming BIGINT NOT NULL DEFAULT 0 CHECK (incoming BETWEEN 0 AND 1000000000);
ALTER TABLE stock ADD COLUMN incoming_on TEXT NULL CHECK (length(incoming_on) = 10);
ALTER TABLE variant ADD COLUMN low_stock_threshold BIGINT NULL CHECK (low_stock_threshold BETWEEN 0 AND 1000000000);
"#;
