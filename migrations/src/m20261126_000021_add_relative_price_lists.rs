//! Price lists whose prices follow from those of another list or from the base prices.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, COLUMN).await?;
        dialect::run_either(manager, SQLITE, POSTGRES).await
    }
}

// JSON with the names of the feed's relativeTo. NULL: the list has its own prices alone.
const COLUMN: &str = "ALTER TABLE price_list ADD COLUMN relative TEXT NULL;";

// What is named inside of the JSON must stay, which no foreign key can see to.
const SQLITE: &str = r#"
CREATE TRIGGER price_list_in_use BEFORE DELETE ON price_list
WHEN EXISTS (SELECT 1 FROM price_list child WHERE json_extract(child.relative, '$.priceList') = OLD.code)
BEGIN
    SELECT RAISE(ABORT, 'price_list_in_use');
END;

CREATE TRIGGER category_in_price_list BEFORE DELETE ON category
WHEN EXISTS (
    SELECT 1 FROM price_list list, json_each(list.relative, '$.overrides') one
    WHERE list.relative IS NOT NULL AND json_extract(one.value, '$.category') = OLD.code)
BEGIN
    SELECT RAISE(ABORT, 'category_in_price_list');
END;
"#;

const POSTGRES: &str = r#"
CREATE FUNCTION price_list_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM price_list WHERE relative::jsonb ->> 'priceList' = OLD.code) THEN
        RAISE EXCEPTION 'price_list_in_use' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'price_list_in_use';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER price_list_in_use BEFORE DELETE ON price_list FOR EACH ROW EXECUTE FUNCTION price_list_in_use();

CREATE FUNCTION category_in_price_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM price_list, jsonb_array_elements(relative::jsonb -> 'overrides') one
        WHERE relative IS NOT NULL AND one ->> 'category' = OLD.code) THEN
        RAISE EXCEPTION 'category_in_price_list' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'category_in_price_list';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER category_in_price_list BEFORE DELETE ON category FOR EACH ROW EXECUTE FUNCTION category_in_price_list();
"#;
