//! What a shop sets for its search: synonyms, what comes first and what counts for more or less, and redirects.

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
-- body: JSON, by kind. It names channels, categories, products and attributes by their codes; what names something that
-- is gone has no effect.
CREATE TABLE search_rule (
    id {id} PRIMARY KEY,
    kind TEXT {c} NOT NULL CHECK (kind IN ('SYNONYM', 'RANKING', 'REDIRECT')),
    code TEXT {c} NOT NULL,
    body TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT search_rule_code_key UNIQUE (kind, code)
);

-- One row. Its version grows with every change of a rule.
CREATE TABLE search_rule_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO search_rule_state (id, version) VALUES (1, 1);
"#;
