//! The ledger of stock: who changed which level, when, why, by how much, and what it was then.

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

// Rows are only ever added. The sums of the differences of a level are the level; of one that is gone they are 0. No
// foreign keys: what was written down outlives what it is about. Levels that there are begin with what they hold.
const SCRIPT: &str = r#"
-- actor: as in the audit. cause: what was done. reason, reference: what the caller said of it. on_hand … incoming: the
-- differences, in units; …_after: what the level held then.
CREATE TABLE stock_ledger (
    seq {serial},
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('OPENED', 'DECLARED', 'REMOVED', 'RESERVED', 'COMMITTED', 'RELEASED', 'EXPIRED',
        'ADJUSTED', 'COUNTED', 'TRANSFERRED')),
    reason TEXT NULL,
    reference TEXT NULL,
    reservation_id {id} NULL,
    variant_id {id} NOT NULL,
    location_id {id} NOT NULL,
    on_hand BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    backordered BIGINT NOT NULL,
    safety_stock BIGINT NOT NULL,
    backorder_limit BIGINT NOT NULL,
    incoming BIGINT NOT NULL,
    on_hand_after BIGINT NOT NULL,
    reserved_after BIGINT NOT NULL,
    backordered_after BIGINT NOT NULL,
    safety_stock_after BIGINT NOT NULL,
    backorder_limit_after BIGINT NOT NULL,
    incoming_after BIGINT NOT NULL
);
CREATE INDEX stock_ledger_level ON stock_ledger (variant_id, location_id, seq);

INSERT INTO stock_ledger (at, actor, cause, variant_id, location_id, on_hand, reserved, backordered, safety_stock,
    backorder_limit, incoming, on_hand_after, reserved_after, backordered_after, safety_stock_after, backorder_limit_after,
    incoming_after)
SELECT updated_at, 'migration', 'OPENED', variant_id, location_id, on_hand, reserved, backordered, safety_stock,
    backorder_limit, incoming, on_hand, reserved, backordered, safety_stock, backorder_limit, incoming
FROM stock;
"#;
