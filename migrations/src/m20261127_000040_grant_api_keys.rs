//! API keys with other roles than the first two, with permissions of their own, and bound to channels.

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

/// `grants`: the name of a role, or permissions with spaces between them; NULL: what `role` says. `channels`: codes with
/// line breaks between them; NULL: bound to none. Where either is set `role` is STOREFRONT, so that a server of the version
/// before, which doesn't know them, gives less and never more.
const SCRIPT: &str = r#"
ALTER TABLE api_key ADD COLUMN grants TEXT NULL;
ALTER TABLE api_key ADD COLUMN channels TEXT NULL;
"#;
