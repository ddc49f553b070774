//! Jobs: imports and exports that a server runs beside its requests, and the bytes that go in and come out.

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
-- Bytes that any node can read: uploads, and exports until they are fetched. size: of all chunks.
CREATE TABLE blob (
    id {id} PRIMARY KEY,
    size BIGINT NOT NULL CHECK (size >= 0),
    created_at BIGINT NOT NULL
);
CREATE TABLE blob_chunk (
    blob_id {id} NOT NULL REFERENCES blob (id) ON DELETE CASCADE,
    place BIGINT NOT NULL CHECK (place >= 0),
    bytes {bytes} NOT NULL,
    PRIMARY KEY (blob_id, place)
);

-- request: what is to be done, JSON. input_id, output_id: blobs, while there are any. holder: the process that runs it.
-- attempts: how often it was begun. stage, done, total: how far it was when that was last noted. report: what it did, JSON.
-- error: why it failed. download: the secret in the address of what came out.
CREATE TABLE job (
    id {id} PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('IMPORT', 'EXPORT')),
    state TEXT NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'DONE', 'REFUSED', 'FAILED', 'CANCELLED')),
    actor TEXT NOT NULL,
    request TEXT NOT NULL,
    input_id {id} NULL,
    output_id {id} NULL,
    holder TEXT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    stage TEXT NULL,
    done BIGINT NOT NULL DEFAULT 0,
    total BIGINT NULL,
    report TEXT NULL,
    error TEXT NULL,
    download TEXT {c} NULL UNIQUE,
    created_at BIGINT NOT NULL,
    started_at BIGINT NULL,
    ended_at BIGINT NULL
);
CREATE INDEX job_waiting ON job (created_at, id) WHERE state IN ('QUEUED', 'RUNNING');

-- The first things wrong with the file of an import, in its order.
CREATE TABLE job_issue (
    job_id {id} NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    line BIGINT NOT NULL,
    kind TEXT NULL,
    key TEXT NULL,
    field TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (job_id, place)
);
"#;
