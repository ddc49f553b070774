//! What prices and price lists were, for the lowest price before a reduction.

use std::{collections::HashMap, sync::Arc};

use domain::{
    clock::Timestamp,
    id::{PriceListId, VariantId},
    outcome::Fault,
    pricing::history::{ListChange, PriceChange},
    reference::Reference,
    text::Code,
};
use uuid::Uuid;

use super::price::{Prices, read_row};
use crate::{json, moment::to_micros, row::Columns};

const DOING: &str = "reading the history of prices";

/// What was recorded since a moment.
#[derive(Debug, Default)]
pub struct PriceHistory {
    /// What changed of the lists, earliest first.
    pub lists: Vec<ListChange>,
    /// What changed of the rows of each variant, earliest first. A variant without changes is absent.
    pub by_variant: HashMap<VariantId, Vec<PriceChange>>,
}

impl Prices<'_> {
    /// What changed, from a moment on, of the price lists and of the rows of these variants: two statements.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn history(
        &self,
        variants: &[VariantId],
        since: Timestamp,
        reference: &Reference,
    ) -> Result<PriceHistory, Fault> {
        let lists = self.list_history(since).await?;
        let mut history = PriceHistory {
            lists,
            by_variant: HashMap::new(),
        };
        if variants.is_empty() {
            return Ok(history);
        }
        // Rows may be of lists that are gone.
        let gone: HashMap<PriceListId, Code> = history
            .lists
            .iter()
            .map(|change| (change.id, change.code.clone()))
            .collect();
        let code = |id: Uuid| {
            let id = PriceListId(id);
            let entry = reference.price_lists.by_id(id);
            entry
                .map(|entry| entry.value.code.clone())
                .or_else(|| gone.get(&id).cloned())
        };
        let mut sql = self.store().sql();
        sql.push("SELECT at, removed, variant_id, price_list_id, currency, amount, compare_at, min_quantity, country, valid_from, valid_until ");
        sql.push("FROM price_history WHERE at >= ")
            .bind(to_micros(since));
        sql.push(" AND variant_id")
            .in_list(variants)
            .push(" ORDER BY variant_id, id");
        for row in &self.store().rows(sql, DOING).await? {
            let mut columns = Columns::of(row, DOING);
            let (at, removed): (_, bool) = (columns.moment()?, columns.take()?);
            let Some((variant, price)) = read_row(columns, code)? else {
                continue;
            };
            let changes = history.by_variant.entry(variant).or_default();
            if changes
                .last()
                .is_none_or(|last| last.at != at || (removed && !last.added.is_empty()))
            {
                changes.push(PriceChange {
                    at,
                    removed: Vec::new(),
                    added: Vec::new(),
                });
            }
            let Some(change) = changes.last_mut() else {
                continue;
            };
            if removed {
                change.removed.push(price);
            } else {
                change.added.push(price);
            }
        }
        Ok(history)
    }

    async fn list_history(&self, since: Timestamp) -> Result<Vec<ListChange>, Fault> {
        let mut sql = self.store().sql();
        sql.push("SELECT at, price_list_id, code, definition FROM price_list_history WHERE at >= ")
            .bind(to_micros(since))
            .push(" ORDER BY id");
        let rows = self.store().rows(sql, DOING).await?;
        let changes = rows.iter().map(|row| {
            let mut columns = Columns::of(row, DOING);
            let (at, id) = (columns.moment()?, columns.id()?);
            let code: String = columns.take()?;
            let code = Code::trusted(&code);
            let definition: Option<String> = columns.take()?;
            let before = definition.map(|text| json::price_list_from_text(&code, &text));
            Ok(ListChange {
                at,
                id,
                before: before.transpose()?.map(Arc::new),
                code,
            })
        });
        changes.collect()
    }
}
