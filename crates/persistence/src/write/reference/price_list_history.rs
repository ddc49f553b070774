//! What price lists were: each change of what prices depend on, noted with the change itself.

use std::sync::Arc;

use domain::{id::PriceListId, outcome::Failure, pricing::PriceList, text::Code};

use crate::{
    constraint::rejecting,
    json,
    moment::to_micros,
    write::{
        Transaction,
        table::{Cell, Table, Type},
    },
};

const PRICE_LIST_HISTORY: Table = Table {
    name: "price_list_history",
    columns: &[
        ("at", Type::BigInt),
        ("price_list_id", Type::Id),
        ("code", Type::Text),
        ("definition", Type::TextOrNull),
    ],
    key: 0,
    updated: &[],
    counts: false,
};

/// A list as it was. None: there was none.
pub(super) type Before = (Code, Option<PriceListId>, Option<Arc<PriceList>>);

impl Transaction {
    /// What lists with these codes are now.
    pub(super) fn lists_before<'c>(&self, codes: impl Iterator<Item = &'c Code>) -> Vec<Before> {
        let lists = &self.reference.price_lists;
        let before = codes.map(|code| {
            let entry = lists.by_code(code);
            let (id, value) = (
                entry.map(|entry| entry.id),
                entry.map(|entry| Arc::clone(&entry.value)),
            );
            (code.clone(), id, value)
        });
        before.collect()
    }

    /// Notes how lists were that are otherwise now.
    pub(super) async fn note_lists(&mut self, before: Vec<Before>) -> Result<(), Failure> {
        let at = to_micros(self.began);
        let lists = &self.reference.price_lists;
        let changed = before.into_iter().filter_map(|(code, id, was)| {
            let now = lists.by_code(&code);
            let id = id.or_else(|| now.map(|entry| entry.id))?;
            if same_prices(was.as_deref(), now.map(|entry| &*entry.value)) {
                return None;
            }
            let definition =
                was.map_or(Cell::Null, |was| Cell::Text(json::price_list_to_text(&was)));
            Some(vec![
                Cell::BigInt(at),
                Cell::Id(id.uuid()),
                Cell::text(&code),
                definition,
            ])
        });
        let rows = changed.collect();
        PRICE_LIST_HISTORY
            .insert(&self.database, rows)
            .await
            .map_err(rejecting("noting what price lists were"))
    }
}

/// Whether two states of a list give the same prices: nothing differs but the name.
fn same_prices(one: Option<&PriceList>, other: Option<&PriceList>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            let named_alike = PriceList {
                name: other.name.clone(),
                ..one.clone()
            };
            named_alike == *other
        }
        (None, None) => true,
        _ => false,
    }
}
