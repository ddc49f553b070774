//! Finding the next moment at which a price or a publication begins or ends, whatever the number of those that have none.

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
CREATE INDEX price_valid_from ON price (valid_from) WHERE valid_from IS NOT NULL;
CREATE INDEX price_valid_until ON price (valid_until) WHERE valid_until IS NOT NULL;
CREATE INDEX product_channel_published_from ON product_channel (published_from) WHERE published_from IS NOT NULL;
CREATE INDEX product_channel_published_until ON product_channel (published_until) WHERE published_until IS NOT NULL;
"#;
