//! What happened: change events for consumers, and who changed what.

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
-- entity_id is NULL where the event is of no single thing. key: its code. detail: JSON.
CREATE TABLE outbox (
    seq {serial},
    tx {txid},
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    entity_id {id} NULL,
    key TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('CREATED', 'UPDATED', 'DELETED')),
    version BIGINT NOT NULL,
    detail TEXT NULL
);

-- actor: 'command line', or 'key:' and the name of an API key. changes: a JSON object, [before, after] by field; NULL for
-- a creation, since what was created is the oldest 'before' or the present state.
CREATE TABLE audit (
    seq {serial},
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    entity_id {id} NOT NULL,
    key TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('CREATED', 'UPDATED', 'DELETED')),
    changes TEXT NULL
);
CREATE INDEX audit_entity ON audit (entity_id, seq);
CREATE INDEX audit_at ON audit (at);
"#;
