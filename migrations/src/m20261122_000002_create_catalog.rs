//! Categories, products and variants.

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
CREATE TABLE category (
    id {id} PRIMARY KEY,
    code TEXT {c} NOT NULL,
    slug TEXT {c} NOT NULL,
    name TEXT NOT NULL,
    description TEXT NULL,
    parent_id {id} NULL REFERENCES category (id) ON DELETE RESTRICT,
    position INTEGER NOT NULL,
    hidden {bool} NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT category_code_key UNIQUE (code),
    CONSTRAINT category_slug_key UNIQUE (slug),
    CONSTRAINT category_parent_is_another CHECK (parent_id <> id)
);
CREATE INDEX category_parent ON category (parent_id, position, code);

CREATE TABLE category_translation (
    category_id {id} NOT NULL REFERENCES category (id) ON DELETE CASCADE,
    locale TEXT {c} NOT NULL,
    name TEXT NULL,
    slug TEXT {c} NULL,
    description TEXT NULL,
    PRIMARY KEY (category_id, locale),
    CONSTRAINT category_translation_slug_key UNIQUE (locale, slug)
) {norowid};

-- name_key: the name folded for sorting. attributes: a JSON object by code. options: a JSON array of names.
-- media: a JSON array of objects.
CREATE TABLE product (
    id {id} PRIMARY KEY,
    code TEXT {c} NOT NULL,
    slug TEXT {c} NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT {c} NOT NULL,
    description TEXT NULL,
    brand TEXT {c} NULL,
    status TEXT NOT NULL CHECK (status IN ('DRAFT', 'ACTIVE', 'ARCHIVED')),
    tax_class TEXT {c} NOT NULL,
    attributes TEXT NOT NULL,
    options TEXT NOT NULL,
    media TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT product_code_key UNIQUE (code),
    CONSTRAINT product_slug_key UNIQUE (slug)
);
CREATE INDEX product_name ON product (name_key, id);
CREATE INDEX product_brand ON product {hash} (brand);
CREATE INDEX product_updated ON product (updated_at, id);

CREATE TABLE product_translation (
    product_id {id} NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    locale TEXT {c} NOT NULL,
    name TEXT NULL,
    name_key TEXT {c} NULL,
    slug TEXT {c} NULL,
    description TEXT NULL,
    attributes TEXT NOT NULL,
    options TEXT NOT NULL,
    PRIMARY KEY (product_id, locale),
    CONSTRAINT product_translation_slug_key UNIQUE (locale, slug)
);

CREATE TABLE product_channel (
    product_id {id} NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    channel_id {id} NOT NULL REFERENCES channel (id) ON DELETE RESTRICT,
    position INTEGER NOT NULL,
    published_from BIGINT NULL,
    published_until BIGINT NULL,
    PRIMARY KEY (product_id, channel_id),
    CONSTRAINT product_channel_window CHECK (published_until > published_from)
) {norowid};

CREATE TABLE product_category (
    product_id {id} NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    category_id {id} NOT NULL REFERENCES category (id) ON DELETE RESTRICT,
    position INTEGER NOT NULL,
    PRIMARY KEY (product_id, category_id)
) {norowid};
CREATE INDEX product_category_category ON product_category (category_id, product_id);

-- Derived: a product stands under each of its categories and under all their ancestors. Written in the transaction of
-- the product or the category, so that a listing with descendants is one range of this key, in product order. The
-- category needs no foreign key here: as long as it has rows, product_category or a child's parent_id holds it.
CREATE TABLE category_listing (
    category_id {id} NOT NULL,
    product_id {id} NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    PRIMARY KEY (category_id, product_id)
) {norowid};
CREATE INDEX category_listing_product ON category_listing (product_id);

-- option_values: a JSON array in the product's order of options.
CREATE TABLE variant (
    id {id} PRIMARY KEY,
    product_id {id} NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    sku TEXT {c} NOT NULL,
    barcode TEXT {c} NULL,
    name TEXT NULL,
    option_values TEXT {c} NOT NULL,
    attributes TEXT NOT NULL,
    media TEXT NOT NULL,
    track_inventory {bool} NOT NULL,
    CONSTRAINT variant_sku_key UNIQUE (sku)
);
CREATE UNIQUE INDEX variant_options_key ON variant (product_id, {option_values});
CREATE INDEX variant_product ON variant (product_id, position);
CREATE INDEX variant_barcode ON variant (barcode) WHERE barcode IS NOT NULL;
"#;
