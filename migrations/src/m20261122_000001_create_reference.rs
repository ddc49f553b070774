//! What every request needs: locations, customer groups, channels, price lists, attributes.

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
CREATE TABLE location (
    id {id} PRIMARY KEY,
    code TEXT {c} NOT NULL,
    name TEXT NOT NULL,
    country TEXT NULL CHECK (length(country) = 2),
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT location_code_key UNIQUE (code)
);

CREATE TABLE customer_group (
    id {id} PRIMARY KEY,
    code TEXT {c} NOT NULL,
    name TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT customer_group_code_key UNIQUE (code)
);

CREATE TABLE channel (
    id {id} PRIMARY KEY,
    code TEXT {c} NOT NULL,
    name TEXT NOT NULL,
    default_currency TEXT NOT NULL CHECK (length(default_currency) = 3),
    default_locale TEXT NOT NULL,
    country TEXT NULL CHECK (length(country) = 2),
    prices_include_tax {bool} NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT channel_code_key UNIQUE (code)
);

CREATE TABLE channel_currency (
    channel_id {id} NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    PRIMARY KEY (channel_id, currency)
) {norowid};

CREATE TABLE channel_locale (
    channel_id {id} NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    locale TEXT {c} NOT NULL,
    PRIMARY KEY (channel_id, locale)
) {norowid};

-- rate: a decimal as text, the share of the net price that is tax (0.19 is 19 %).
CREATE TABLE channel_tax_rate (
    channel_id {id} NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    tax_class TEXT {c} NOT NULL,
    rate TEXT NOT NULL CHECK (CAST(rate AS NUMERIC) >= 0),
    PRIMARY KEY (channel_id, tax_class)
) {norowid};

CREATE TABLE channel_location (
    channel_id {id} NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    location_id {id} NOT NULL REFERENCES location (id) ON DELETE RESTRICT,
    position INTEGER NOT NULL,
    PRIMARY KEY (channel_id, location_id)
) {norowid};
CREATE INDEX channel_location_location ON channel_location (location_id);

CREATE TABLE price_list (
    id {id} PRIMARY KEY,
    code TEXT {c} NOT NULL,
    name TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    priority INTEGER NOT NULL,
    valid_from BIGINT NULL,
    valid_until BIGINT NULL,
    unit_precision INTEGER NULL CHECK (unit_precision BETWEEN 0 AND 6),
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT price_list_code_key UNIQUE (code),
    CONSTRAINT price_list_window CHECK (valid_until > valid_from)
);

CREATE TABLE price_list_channel (
    price_list_id {id} NOT NULL REFERENCES price_list (id) ON DELETE CASCADE,
    channel_id {id} NOT NULL REFERENCES channel (id) ON DELETE RESTRICT,
    PRIMARY KEY (price_list_id, channel_id)
) {norowid};
CREATE INDEX price_list_channel_channel ON price_list_channel (channel_id);

CREATE TABLE price_list_customer_group (
    price_list_id {id} NOT NULL REFERENCES price_list (id) ON DELETE CASCADE,
    customer_group_id {id} NOT NULL REFERENCES customer_group (id) ON DELETE RESTRICT,
    PRIMARY KEY (price_list_id, customer_group_id)
) {norowid};
CREATE INDEX price_list_customer_group_group ON price_list_customer_group (customer_group_id);

CREATE TABLE price_list_country (
    price_list_id {id} NOT NULL REFERENCES price_list (id) ON DELETE CASCADE,
    country TEXT NOT NULL CHECK (length(country) = 2),
    PRIMARY KEY (price_list_id, country)
) {norowid};

-- translations: a JSON object, name by locale.
CREATE TABLE attribute (
    id {id} PRIMARY KEY,
    code TEXT {c} NOT NULL,
    name TEXT NOT NULL,
    value_type TEXT NOT NULL CHECK (value_type IN ('TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'ENUM')),
    unit TEXT NULL,
    list {bool} NOT NULL,
    filterable {bool} NOT NULL,
    searchable {bool} NOT NULL,
    translations TEXT NOT NULL DEFAULT '{}',
    version BIGINT NOT NULL CHECK (version >= 1),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT attribute_code_key UNIQUE (code)
);

CREATE TABLE attribute_value (
    attribute_id {id} NOT NULL REFERENCES attribute (id) ON DELETE CASCADE,
    code TEXT {c} NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    translations TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (attribute_id, code)
) {norowid};

-- One row. Its version grows by one in each transaction that changes one of the things above.
CREATE TABLE reference_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO reference_state (id, version) VALUES (1, 1);
"#;
