//! Reservations: units held for somebody until a moment.

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

// Times are the database's own, since several nodes use it. A line repeats the end of its reservation, so that what has
// expired is found by one index, which holds only what is held. A line outlives its variant and its location.
const SCRIPT: &str = r#"
CREATE TABLE reservation (
    id {id} NOT NULL PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'COMMITTED', 'RELEASED', 'EXPIRED')),
    reference TEXT NULL,
    actor TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) {norowid};

-- tracked: whether its units are held at a stock level; not of a variant whose stock isn't counted.
CREATE TABLE reservation_line (
    reservation_id {id} NOT NULL REFERENCES reservation (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    variant_id {id} NOT NULL,
    location_id {id} NULL,
    sku TEXT NOT NULL,
    tracked {bool} NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity >= 1),
    held BIGINT NOT NULL CHECK (held >= 0),
    committed BIGINT NOT NULL CHECK (committed >= 0),
    released BIGINT NOT NULL CHECK (released >= 0),
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (reservation_id, position),
    CONSTRAINT reservation_line_units CHECK (held + committed + released = quantity)
) {norowid};
CREATE INDEX reservation_line_expiry ON reservation_line (expires_at) WHERE held > 0;
"#;
