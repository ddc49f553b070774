//! Customer groups.

use domain::{
    id::CustomerGroupId,
    pricing::CustomerGroup,
    reference::{Kind, Reference},
    text::Code,
};
use uuid::Uuid;

use super::{Names, ReferenceKind};
use crate::write::{
    shape,
    table::{Cell, Row, Table, Type},
};

const CUSTOMER_GROUP: Table = Table {
    name: "customer_group",
    columns: &[
        ("id", Type::Id),
        ("code", Type::Text),
        ("name", Type::Text),
        ("version", Type::BigInt),
        ("created_at", Type::BigInt),
        ("updated_at", Type::BigInt),
    ],
    key: 1,
    updated: &["name", "version", "updated_at"],
    counts: false,
};

pub(crate) struct CustomerGroups;

impl ReferenceKind for CustomerGroups {
    type Id = CustomerGroupId;
    type Value = CustomerGroup;

    const NAME: &'static str = "customer_group";
    const TABLES: &'static [Table] = &[CUSTOMER_GROUP];

    fn kind(reference: &Reference) -> &Kind<CustomerGroupId, CustomerGroup> {
        &reference.customer_groups
    }

    fn kind_mut(reference: &mut Reference) -> &mut Kind<CustomerGroupId, CustomerGroup> {
        &mut reference.customer_groups
    }

    fn uuid(id: CustomerGroupId) -> Uuid {
        id.uuid()
    }

    fn code(value: &CustomerGroup) -> &Code {
        &value.code
    }

    fn shape(value: &CustomerGroup) -> serde_json::Value {
        shape::customer_group(value)
    }

    fn rows(id: Uuid, value: &CustomerGroup, _names: &mut Names<'_>) -> Vec<Vec<Row>> {
        vec![vec![vec![
            Cell::Id(id),
            Cell::text(&value.code),
            Cell::text(&value.name),
        ]]]
    }
}
