//! Price lists, with the channels, customer groups and countries that they are bound to.

use domain::{
    id::{ChannelId, CustomerGroupId, PriceListId},
    pricing::PriceList,
    reference::{Kind, Reference},
    text::Code,
};
use uuid::Uuid;

use super::{Names, ReferenceKind};
use crate::write::{
    shape,
    table::{Cell, Row, Table, Type},
};

const PRICE_LIST: Table = Table {
    name: "price_list",
    columns: &[
        ("id", Type::Id),
        ("code", Type::Text),
        ("name", Type::Text),
        ("currency", Type::Text),
        ("priority", Type::Int),
        ("valid_from", Type::BigIntOrNull),
        ("valid_until", Type::BigIntOrNull),
        ("unit_precision", Type::IntOrNull),
        ("version", Type::BigInt),
        ("created_at", Type::BigInt),
        ("updated_at", Type::BigInt),
    ],
    key: 1,
    updated: &[
        "name",
        "currency",
        "priority",
        "valid_from",
        "valid_until",
        "unit_precision",
        "version",
        "updated_at",
    ],
    counts: false,
};

const CHANNEL: Table = Table {
    name: "price_list_channel",
    columns: &[("price_list_id", Type::Id), ("channel_id", Type::Id)],
    key: 2,
    updated: &[],
    counts: false,
};

const CUSTOMER_GROUP: Table = Table {
    name: "price_list_customer_group",
    columns: &[("price_list_id", Type::Id), ("customer_group_id", Type::Id)],
    key: 2,
    updated: &[],
    counts: false,
};

const COUNTRY: Table = Table {
    name: "price_list_country",
    columns: &[("price_list_id", Type::Id), ("country", Type::Text)],
    key: 2,
    updated: &[],
    counts: false,
};

pub(crate) struct PriceLists;

impl ReferenceKind for PriceLists {
    type Id = PriceListId;
    type Value = PriceList;

    const NAME: &'static str = "price_list";
    const TABLES: &'static [Table] = &[PRICE_LIST, CHANNEL, CUSTOMER_GROUP, COUNTRY];

    fn kind(reference: &Reference) -> &Kind<PriceListId, PriceList> {
        &reference.price_lists
    }

    fn kind_mut(reference: &mut Reference) -> &mut Kind<PriceListId, PriceList> {
        &mut reference.price_lists
    }

    fn uuid(id: PriceListId) -> Uuid {
        id.uuid()
    }

    fn code(value: &PriceList) -> &Code {
        &value.code
    }

    fn shape(value: &PriceList) -> serde_json::Value {
        shape::price_list(value)
    }

    fn rows(id: Uuid, value: &PriceList, names: &mut Names<'_>) -> Vec<Vec<Row>> {
        let own = vec![
            Cell::Id(id),
            Cell::text(&value.code),
            Cell::text(&value.name),
            Cell::text(value.currency.as_str()),
            Cell::Int(value.priority),
            Cell::moment_or_null(value.valid_from),
            Cell::moment_or_null(value.valid_until),
            value
                .unit_precision
                .map_or(Cell::Null, |digits| Cell::Int(digits.into())),
        ];
        let reference = names.reference;
        let channels = value
            .channels
            .iter()
            .map(|code| {
                vec![
                    Cell::Id(id),
                    names.id(&reference.channels, ChannelId::uuid, code, "channels"),
                ]
            })
            .collect();
        let groups = value.customer_groups.iter().map(|code| {
            vec![
                Cell::Id(id),
                names.id(
                    &reference.customer_groups,
                    CustomerGroupId::uuid,
                    code,
                    "customerGroups",
                ),
            ]
        });
        let groups = groups.collect();
        let countries = value
            .countries
            .iter()
            .map(|country| vec![Cell::Id(id), Cell::text(country.as_str())])
            .collect();
        vec![vec![own], channels, groups, countries]
    }
}
