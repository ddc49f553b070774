//! Triggers that refuse what no foreign key can: an attribute, or a value of it, that a product uses must stay, since
//! products and variants hold their attributes as JSON; and a stock level of which units are reserved must stay.

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

// A value of an ENUM is looked for only under its own attribute; where the attribute itself goes, with its values by
// cascade, the row of the attribute has been checked before.
const SQLITE: &str = r#"
CREATE TRIGGER attribute_in_use BEFORE DELETE ON attribute
WHEN EXISTS (SELECT 1 FROM product p, json_each(p.attributes) used WHERE used.key = OLD.code)
  OR EXISTS (SELECT 1 FROM variant v, json_each(v.attributes) used WHERE used.key = OLD.code)
  OR EXISTS (SELECT 1 FROM product_translation t, json_each(t.attributes) used WHERE used.key = OLD.code)
BEGIN
    SELECT RAISE(ABORT, 'attribute_in_use');
END;

CREATE TRIGGER attribute_value_in_use BEFORE DELETE ON attribute_value
WHEN EXISTS (
        SELECT 1 FROM attribute a, product p, json_each(p.attributes) used
        WHERE a.id = OLD.attribute_id AND a.value_type = 'ENUM' AND used.key = a.code
          AND (used.value = OLD.code OR (used.type = 'array' AND EXISTS (SELECT 1 FROM json_each(used.value) one WHERE one.value = OLD.code))))
  OR EXISTS (
        SELECT 1 FROM attribute a, variant v, json_each(v.attributes) used
        WHERE a.id = OLD.attribute_id AND a.value_type = 'ENUM' AND used.key = a.code
          AND (used.value = OLD.code OR (used.type = 'array' AND EXISTS (SELECT 1 FROM json_each(used.value) one WHERE one.value = OLD.code))))
BEGIN
    SELECT RAISE(ABORT, 'attribute_value_in_use');
END;

CREATE TRIGGER stock_in_use BEFORE DELETE ON stock WHEN OLD.reserved > 0
BEGIN
    SELECT RAISE(ABORT, 'stock_in_use');
END;
"#;

const POSTGRES: &str = r#"
CREATE FUNCTION attribute_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM product WHERE jsonb_exists(attributes::jsonb, OLD.code))
    OR EXISTS (SELECT 1 FROM variant WHERE jsonb_exists(attributes::jsonb, OLD.code))
    OR EXISTS (SELECT 1 FROM product_translation WHERE jsonb_exists(attributes::jsonb, OLD.code)) THEN
        RAISE EXCEPTION 'attribute_in_use' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'attribute_in_use';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER attribute_in_use BEFORE DELETE ON attribute FOR EACH ROW EXECUTE FUNCTION attribute_in_use();

CREATE FUNCTION attribute_value_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    attribute_code text;
    one jsonb := to_jsonb(OLD.code::text);
BEGIN
    SELECT code INTO attribute_code FROM attribute WHERE id = OLD.attribute_id AND value_type = 'ENUM';
    IF attribute_code IS NOT NULL AND (
        EXISTS (SELECT 1 FROM product WHERE attributes::jsonb -> attribute_code @> one)
        OR EXISTS (SELECT 1 FROM variant WHERE attributes::jsonb -> attribute_code @> one)) THEN
        RAISE EXCEPTION 'attribute_value_in_use' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'attribute_value_in_use';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER attribute_value_in_use BEFORE DELETE ON attribute_value FOR EACH ROW EXECUTE FUNCTION attribute_value_in_use();

CREATE FUNCTION stock_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'stock_in_use' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'stock_in_use';
END $$;
CREATE TRIGGER stock_in_use BEFORE DELETE ON stock FOR EACH ROW WHEN (OLD.reserved > 0) EXECUTE FUNCTION stock_in_use();
"#;
