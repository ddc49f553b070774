//! Answers to mutations, remembered under the keys that clients gave them, so that a retry gets the answer again.

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
-- actor: as in the audit. request: the SHA-256 of the normalised input. answer: as it was given, JSON.
CREATE TABLE idempotency (
    actor TEXT {c} NOT NULL,
    key TEXT {c} NOT NULL,
    mutation TEXT NOT NULL,
    request {bytes} NOT NULL CHECK (length(request) = 32),
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_at ON idempotency (at);
"#;
