//! What prices and price lists were: every change of a variant's rows, and of a list's definition, with its moment.

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

// A product's first rows are not in it: they hold from the product's creation on. A list is named by its id without a
// foreign key, since what was outlives what is.
const SCRIPT: &str = r#"
CREATE TABLE price_history (
    id {serial},
    variant_id {id} NOT NULL REFERENCES variant (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    removed {bool} NOT NULL,
    price_list_id {id} NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL,
    compare_at BIGINT NULL,
    min_quantity INTEGER NOT NULL,
    country TEXT NULL,
    valid_from BIGINT NULL,
    valid_until BIGINT NULL
);
CREATE INDEX price_history_variant ON price_history (variant_id, at);

-- definition: the list as it was before, as JSON; NULL: there was none.
CREATE TABLE price_list_history (
    id {serial},
    at BIGINT NOT NULL,
    price_list_id {id} NOT NULL,
    code TEXT {c} NOT NULL,
    definition TEXT NULL
);
CREATE INDEX price_list_history_at ON price_list_history (at);
"#;
