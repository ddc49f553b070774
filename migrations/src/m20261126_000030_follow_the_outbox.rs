//! What readers of the outbox need: its order, and leases, of which one node at a time holds each.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run_either(manager, "", ORDER).await?;
        dialect::run(manager, SCRIPT).await
    }
}

/// SQLite's order is that of the primary key.
const ORDER: &str = "CREATE INDEX outbox_order ON outbox (tx, seq);";

const SCRIPT: &str = r#"
-- name: what is leased, such as the writing of a shared search index. holder: a name that each process gives itself.
-- token: grows with each holder, so that a late one can be told. expires_at: by the database's clock.
CREATE TABLE lease (
    name TEXT {c} NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    token BIGINT NOT NULL CHECK (token >= 1),
    expires_at BIGINT NOT NULL
);

-- Which products a change of a list touches.
CREATE INDEX price_list_prices ON price (price_list_id) WHERE price_list_id IS NOT NULL;

-- What a running server is asked to do with its search index, and how far it is. index_id: whose.
CREATE TABLE search_task (
    id {id} PRIMARY KEY,
    index_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('REINDEX', 'CHECK', 'REPAIR', 'ROLLBACK')),
    state TEXT NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'DONE', 'FAILED')),
    done BIGINT NOT NULL,
    total BIGINT NULL,
    answer TEXT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX search_task_waiting ON search_task (index_id, state);
"#;
