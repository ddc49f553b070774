//! The trigger that keeps a stock level of which units are reserved keeps one that owes units as well.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run_either(manager, SQLITE, POSTGRES).await
    }
}

// A server of the version before, which doesn't look for owed units, is told what it is told where a reservation comes
// after its look.
const SQLITE: &str = r#"
DROP TRIGGER stock_in_use;
CREATE TRIGGER stock_in_use BEFORE DELETE ON stock WHEN OLD.reserved > 0 OR OLD.backordered > 0
BEGIN
    SELECT RAISE(ABORT, 'stock_in_use');
END;
"#;

const POSTGRES: &str = r#"
DROP TRIGGER stock_in_use ON stock;
CREATE TRIGGER stock_in_use BEFORE DELETE ON stock FOR EACH ROW WHEN (OLD.reserved > 0 OR OLD.backordered > 0)
    EXECUTE FUNCTION stock_in_use();
"#;
