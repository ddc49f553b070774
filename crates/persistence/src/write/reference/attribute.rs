//! Attribute definitions, with the values that an ENUM declares.

use domain::{
    catalog::Attribute,
    id::AttributeId,
    reference::{Kind, Reference},
    text::Code,
};
use uuid::Uuid;

use super::{Names, ReferenceKind};
use crate::{
    json,
    write::{
        shape,
        table::{Cell, Row, Table, Type},
    },
};

const ATTRIBUTE: Table = Table {
    name: "attribute",
    columns: &[
        ("id", Type::Id),
        ("code", Type::Text),
        ("name", Type::Text),
        ("value_type", Type::Text),
        ("unit", Type::TextOrNull),
        ("list", Type::Bool),
        ("filterable", Type::Bool),
        ("searchable", Type::Bool),
        ("translations", Type::Text),
        ("version", Type::BigInt),
        ("created_at", Type::BigInt),
        ("updated_at", Type::BigInt),
    ],
    key: 1,
    updated: &[
        "name",
        "value_type",
        "unit",
        "list",
        "filterable",
        "searchable",
        "translations",
        "version",
        "updated_at",
    ],
    counts: false,
};

const VALUE: Table = Table {
    name: "attribute_value",
    columns: &[
        ("attribute_id", Type::Id),
        ("code", Type::Text),
        ("position", Type::Int),
        ("name", Type::Text),
        ("translations", Type::Text),
    ],
    key: 2,
    updated: &["position", "name", "translations"],
    counts: false,
};

pub(crate) struct Attributes;

impl ReferenceKind for Attributes {
    type Id = AttributeId;
    type Value = Attribute;

    const NAME: &'static str = "attribute";
    const TABLES: &'static [Table] = &[ATTRIBUTE, VALUE];

    fn kind(reference: &Reference) -> &Kind<AttributeId, Attribute> {
        &reference.attributes
    }

    fn kind_mut(reference: &mut Reference) -> &mut Kind<AttributeId, Attribute> {
        &mut reference.attributes
    }

    fn uuid(id: AttributeId) -> Uuid {
        id.uuid()
    }

    fn code(value: &Attribute) -> &Code {
        &value.code
    }

    fn shape(value: &Attribute) -> serde_json::Value {
        shape::attribute(value)
    }

    fn rows(id: Uuid, value: &Attribute, _names: &mut Names<'_>) -> Vec<Vec<Row>> {
        let own = vec![
            Cell::Id(id),
            Cell::text(&value.code),
            Cell::text(&value.name),
            Cell::text(value.value_type.as_str()),
            Cell::text_or_null(value.unit.as_deref()),
            Cell::Bool(value.list),
            Cell::Bool(value.filterable),
            Cell::Bool(value.searchable),
            Cell::Text(json::names_to_text(&value.translations)),
        ];
        let values = value.values.iter().enumerate().map(|(place, one)| {
            let translations = Cell::Text(json::names_to_text(&one.translations));
            vec![
                Cell::Id(id),
                Cell::text(&one.code),
                Cell::place(place),
                Cell::text(&one.name),
                translations,
            ]
        });
        vec![vec![own], values.collect()]
    }
}
