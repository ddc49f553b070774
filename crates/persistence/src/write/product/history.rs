//! What prices were: each change of a variant's rows, noted with the change itself.

use domain::{
    id::PriceListId,
    pricing::{
        Price,
        history::{PriceChange, change},
    },
    reference::Reference,
};
use uuid::Uuid;

use super::Planned;
use crate::{
    moment::to_micros,
    write::table::{Cell, Row, Table, Type},
};

pub(super) const PRICE_HISTORY: Table = Table {
    name: "price_history",
    columns: &[
        ("variant_id", Type::Id),
        ("at", Type::BigInt),
        ("removed", Type::Bool),
        ("price_list_id", Type::IdOrNull),
        ("currency", Type::Text),
        ("amount", Type::BigInt),
        ("compare_at", Type::BigIntOrNull),
        ("min_quantity", Type::Int),
        ("country", Type::TextOrNull),
        ("valid_from", Type::BigIntOrNull),
        ("valid_until", Type::BigIntOrNull),
    ],
    key: 0,
    updated: &[],
    counts: false,
};

/// The rows for the changes of one product. A new product's first prices hold from its creation on, and are no change.
pub(super) fn rows(
    planned: &Planned,
    reference: &Reference,
    at: domain::clock::Timestamp,
) -> Vec<Row> {
    let Some(before) = &planned.before else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for (variant, id) in planned.after.variants.iter().zip(&planned.variants) {
        let stored = &before.value.variants;
        let known = stored.iter().find(|known| known.sku == variant.sku);
        let was = known.map_or(&[][..], |known| &known.prices);
        if was == variant.prices {
            continue;
        }
        if let Some(PriceChange { removed, added, at }) = change(was, &variant.prices, at) {
            let row = |price: &Price, gone| row(id.uuid(), to_micros(at), gone, price, reference);
            rows.extend(removed.iter().map(|price| row(price, true)));
            rows.extend(added.iter().map(|price| row(price, false)));
        }
    }
    rows
}

fn row(variant: Uuid, at: i64, removed: bool, price: &Price, reference: &Reference) -> Row {
    let list = price.list.as_ref();
    let list = list.and_then(|code| reference.price_lists.by_code(code));
    let quantity = i32::try_from(price.min_quantity).expect("a quantity is at most a billion");
    vec![
        Cell::Id(variant),
        Cell::BigInt(at),
        Cell::Bool(removed),
        list.map_or(Cell::Null, |entry| Cell::Id(PriceListId::uuid(entry.id))),
        Cell::text(price.currency.as_str()),
        Cell::BigInt(price.amount.millionths()),
        price
            .compare_at
            .map_or(Cell::Null, |amount| Cell::BigInt(amount.millionths())),
        Cell::Int(quantity),
        Cell::text_or_null(price.country.as_ref().map(|country| country.as_str())),
        Cell::moment_or_null(price.valid_from),
        Cell::moment_or_null(price.valid_until),
    ]
}
