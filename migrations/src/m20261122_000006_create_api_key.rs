//! API keys: a prefix to find one by, and the hash of the whole.

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
CREATE TABLE api_key (
    id {id} PRIMARY KEY,
    prefix TEXT {c} NOT NULL,
    hash {bytes} NOT NULL CHECK (length(hash) = 32),
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('ADMIN', 'STOREFRONT')),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NULL,
    last_used_at BIGINT NULL,
    revoked_at BIGINT NULL,
    CONSTRAINT api_key_prefix_key UNIQUE (prefix)
);
"#;
