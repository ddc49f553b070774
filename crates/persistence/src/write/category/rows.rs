//! Categories as rows.

use domain::catalog::Category;
use uuid::Uuid;

use crate::write::table::{Cell, Row, Table, Type};

pub(super) const CATEGORY: Table = Table {
    name: "category",
    columns: &[
        ("id", Type::Id),
        ("code", Type::Text),
        ("slug", Type::Text),
        ("name", Type::Text),
        ("description", Type::TextOrNull),
        ("parent_id", Type::IdOrNull),
        ("position", Type::Int),
        ("hidden", Type::Bool),
        ("version", Type::BigInt),
        ("created_at", Type::BigInt),
        ("updated_at", Type::BigInt),
    ],
    key: 1,
    updated: &[
        "slug",
        "name",
        "description",
        "parent_id",
        "position",
        "hidden",
        "version",
        "updated_at",
    ],
    counts: false,
};

pub(super) const TRANSLATION: Table = Table {
    name: "category_translation",
    columns: &[
        ("category_id", Type::Id),
        ("locale", Type::Text),
        ("name", Type::TextOrNull),
        ("slug", Type::TextOrNull),
        ("description", Type::TextOrNull),
    ],
    key: 2,
    updated: &["name", "slug", "description"],
    counts: false,
};

pub(super) fn row(
    id: Uuid,
    category: &Category,
    parent: Option<Uuid>,
    version: i64,
    now: i64,
) -> Row {
    vec![
        Cell::Id(id),
        Cell::text(&category.code),
        Cell::text(&category.slug),
        Cell::text(&category.name),
        Cell::text_or_null(category.description.as_deref()),
        parent.map_or(Cell::Null, Cell::Id),
        Cell::Int(category.position),
        Cell::Bool(category.hidden),
        Cell::BigInt(version),
        Cell::BigInt(now),
        Cell::BigInt(now),
    ]
}

pub(super) fn translation_rows(id: Uuid, category: &Category) -> Vec<Row> {
    let rows = category.translations.iter().map(|(locale, texts)| {
        vec![
            Cell::Id(id),
            Cell::text(locale),
            Cell::text_or_null(texts.name.as_deref()),
            Cell::text_or_null(texts.slug.as_deref()),
            Cell::text_or_null(texts.description.as_deref()),
        ]
    });
    rows.collect()
}
