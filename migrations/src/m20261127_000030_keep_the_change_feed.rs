//! What followers of changes need to be told of how a thing was before, and how much of the outbox was cleared away.

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
-- A JSON object: who could see the thing before, and where it was. NULL: as now, or not known.
ALTER TABLE outbox ADD COLUMN scope TEXT NULL;

-- The last row that was cleared away from the outbox, if any was.
CREATE TABLE outbox_swept (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    tx BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL
);
"#;
