//! Price lists, with the channels, customer groups and countries that they are bound to.

use std::sync::Arc;

use domain::{
    id::{ChannelId, CustomerGroupId, PriceListId},
    pricing::{ChainProblem, PriceList, chain_problem},
    problem::{FieldPath, Problem, Reason},
    reference::{Entry, Kind, Reference},
    text::Code,
};
use uuid::Uuid;

use super::{Names, ReferenceKind};
use crate::{
    Change, json,
    write::{
        shape,
        table::{Cell, Row, Table, Type},
    },
};

/// What is wrong with what lists would be relative to, once a batch of them is saved: each problem begins with the place
/// in the batch of the list that brings it about.
pub(super) fn chain_problems(
    changes: &[Change<PriceListId, PriceList>],
    stored: &Kind<PriceListId, PriceList>,
) -> Vec<Problem> {
    let mut after = stored.clone();
    for change in changes {
        let known = stored.by_code(&change.after.code);
        let entry = Entry {
            id: known.map_or(PriceListId(Uuid::nil()), |known| known.id),
            version: 0,
            value: Arc::new(change.after.clone()),
        };
        after.insert(change.after.code.clone(), entry);
    }
    let place = |code: &Code| changes.iter().position(|change| change.after.code == *code);
    let mut problems = Vec::new();
    for entry in after.iter() {
        let Some(problem) = chain_problem(&entry.value, &after) else {
            continue;
        };
        // Of a list that is not in the batch, what it is relative to is.
        let mut blamed = Some(&*entry.value);
        while let Some(list) = blamed.filter(|list| place(&list.code).is_none()) {
            let parent = list.relative.as_ref().and_then(|own| own.parent.as_ref());
            blamed = parent
                .and_then(|code| after.by_code(code))
                .map(|entry| &*entry.value);
        }
        let index = blamed
            .and_then(|list| place(&list.code))
            .unwrap_or_default();
        let field = FieldPath::default()
            .index(index)
            .name("relativeTo")
            .name("priceList");
        let reason = match problem {
            ChainProblem::Unknown(_) => Reason::NotFound,
            _ => Reason::Conflict,
        };
        problems.push(Problem::new(field, reason, problem.to_string()));
    }
    problems
}

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
        ("relative", Type::TextOrNull),
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
        "relative",
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
            value.relative.as_ref().map_or(Cell::Null, |relative| {
                Cell::Text(json::relative_to_text(relative))
            }),
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
