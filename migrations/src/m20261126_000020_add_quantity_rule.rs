//! In which quantities a variant can be bought.

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

// All NULL: in any quantity.
const SCRIPT: &str = r#"
ALTER TABLE variant ADD COLUMN quantity_minimum INTEGER NULL CHECK (quantity_minimum >= 1);
ALTER TABLE variant ADD COLUMN quantity_maximum INTEGER NULL CHECK (quantity_maximum >= 1);
ALTER TABLE variant ADD COLUMN quantity_increment INTEGER NULL CHECK (quantity_increment >= 1);
"#;
