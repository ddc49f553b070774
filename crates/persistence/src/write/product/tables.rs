//! The tables of products.

use crate::write::table::{Table, Type};

pub(super) const PRODUCT: Table = Table {
    name: "product",
    columns: &[
        ("id", Type::Id),
        ("code", Type::Text),
        ("slug", Type::Text),
        ("name", Type::Text),
        ("name_key", Type::Text),
        ("description", Type::TextOrNull),
        ("brand", Type::TextOrNull),
        ("status", Type::Text),
        ("tax_class", Type::Text),
        ("attributes", Type::Text),
        ("options", Type::Text),
        ("media", Type::Text),
        ("version", Type::BigInt),
        ("created_at", Type::BigInt),
        ("updated_at", Type::BigInt),
    ],
    key: 1,
    updated: &[
        "slug",
        "name",
        "name_key",
        "description",
        "brand",
        "status",
        "tax_class",
        "attributes",
        "options",
        "media",
        "version",
        "updated_at",
    ],
    counts: false,
};

pub(super) const TRANSLATION: Table = Table {
    name: "product_translation",
    columns: &[
        ("product_id", Type::Id),
        ("locale", Type::Text),
        ("name", Type::TextOrNull),
        ("name_key", Type::TextOrNull),
        ("slug", Type::TextOrNull),
        ("description", Type::TextOrNull),
        ("attributes", Type::Text),
        ("options", Type::Text),
    ],
    key: 2,
    updated: &[
        "name",
        "name_key",
        "slug",
        "description",
        "attributes",
        "options",
    ],
    counts: false,
};

pub(super) const CHANNEL: Table = Table {
    name: "product_channel",
    columns: &[
        ("product_id", Type::Id),
        ("channel_id", Type::Id),
        ("position", Type::Int),
        ("published_from", Type::BigIntOrNull),
        ("published_until", Type::BigIntOrNull),
    ],
    key: 2,
    updated: &["position", "published_from", "published_until"],
    counts: false,
};

pub(super) const CATEGORY: Table = Table {
    name: "product_category",
    columns: &[
        ("product_id", Type::Id),
        ("category_id", Type::Id),
        ("position", Type::Int),
    ],
    key: 2,
    updated: &["position"],
    counts: false,
};

pub(super) const LISTING: Table = Table {
    name: "category_listing",
    columns: &[("category_id", Type::Id), ("product_id", Type::Id)],
    key: 2,
    updated: &[],
    counts: false,
};

pub(super) const VARIANT: Table = Table {
    name: "variant",
    columns: &[
        ("id", Type::Id),
        ("product_id", Type::Id),
        ("position", Type::Int),
        ("sku", Type::Text),
        ("barcode", Type::TextOrNull),
        ("name", Type::TextOrNull),
        ("option_values", Type::Text),
        ("attributes", Type::Text),
        ("media", Type::Text),
        ("track_inventory", Type::Bool),
        ("low_stock_threshold", Type::BigIntOrNull),
        ("quantity_minimum", Type::IntOrNull),
        ("quantity_maximum", Type::IntOrNull),
        ("quantity_increment", Type::IntOrNull),
    ],
    key: 1,
    updated: &[
        "position",
        "barcode",
        "name",
        "option_values",
        "attributes",
        "media",
        "track_inventory",
        "low_stock_threshold",
        "quantity_minimum",
        "quantity_maximum",
        "quantity_increment",
    ],
    counts: false,
};

pub(super) const PRICE: Table = Table {
    name: "price",
    columns: &[
        ("variant_id", Type::Id),
        ("position", Type::Int),
        ("price_list_id", Type::IdOrNull),
        ("currency", Type::Text),
        ("amount", Type::BigInt),
        ("compare_at", Type::BigIntOrNull),
        ("min_quantity", Type::Int),
        ("country", Type::TextOrNull),
        ("valid_from", Type::BigIntOrNull),
        ("valid_until", Type::BigIntOrNull),
    ],
    key: 2,
    updated: &[
        "price_list_id",
        "currency",
        "amount",
        "compare_at",
        "min_quantity",
        "country",
        "valid_from",
        "valid_until",
    ],
    counts: false,
};

/// What reservations have made of a level stays as it is.
pub(super) const STOCK: Table = Table {
    name: "stock",
    columns: &[
        ("variant_id", Type::Id),
        ("location_id", Type::Id),
        ("on_hand", Type::BigInt),
        ("reserved", Type::BigInt),
        ("backordered", Type::BigInt),
        ("safety_stock", Type::BigInt),
        ("backorder_limit", Type::BigInt),
        ("incoming", Type::BigInt),
        ("incoming_on", Type::TextOrNull),
        ("version", Type::BigInt),
        ("updated_at", Type::BigInt),
    ],
    key: 2,
    updated: &[
        "on_hand",
        "safety_stock",
        "backorder_limit",
        "incoming",
        "incoming_on",
        "updated_at",
    ],
    counts: true,
};
