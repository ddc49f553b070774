//! The lowest price before a reduction, from what was recorded of prices and lists (the EU's Omnibus directive).
//!
//! What is stored is the present and the changes that led to it; the past is found by undoing them, latest first. At each
//! moment the rule of [`super::selection`] says what the buyer's price was, with the time windows of rows and lists as of
//! that moment, so that scheduled changes count when they took effect, not when they were entered.

#[cfg(test)]
mod tests;

use std::{collections::BTreeSet, sync::Arc};

use chrono::TimeDelta;

use super::{
    Price, PriceList,
    selection::{Offer, PriceLists, UnitPrice, select},
};
use crate::{buyer::Buyer, clock::Timestamp, id::PriceListId, reference::Entry, text::Code};

/// What changed of a variant's rows at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceChange {
    /// When; from then on it held.
    pub at: Timestamp,
    /// The rows that went.
    pub removed: Vec<Price>,
    /// The rows that came.
    pub added: Vec<Price>,
}

/// What changed of a price list at a moment.
#[derive(Clone, Debug)]
pub struct ListChange {
    /// When; from then on it held.
    pub at: Timestamp,
    /// The list's identifier.
    pub id: PriceListId,
    /// Its code.
    pub code: Code,
    /// As it was before. None: there was none.
    pub before: Option<Arc<PriceList>>,
}

/// The past of a variant's prices.
#[derive(Clone, Copy, Debug)]
pub struct Past<'h> {
    /// What changed of its rows, in any order.
    pub prices: &'h [PriceChange],
    /// What changed of the lists, in any order.
    pub lists: &'h [ListChange],
    /// Since when all of it is recorded; what was before is not known.
    pub since: Timestamp,
}

/// The lowest unit price that the buyer could have paid for `quantity` units within `days` days before the present price
/// began to hold. The buyer's moment is the present. None: there is no present price, or no earlier one is recorded.
#[must_use]
pub fn lowest_prior(
    offer: Offer<'_>,
    lists: &PriceLists,
    past: Past<'_>,
    buyer: &Buyer,
    quantity: u32,
    days: u32,
) -> Option<UnitPrice> {
    let present = select(offer, lists, buyer, quantity)?.amount;
    let mut walk = Walk::begin(offer, lists, past);
    let days = TimeDelta::days(days.into());
    // When the present price began, once an earlier state was another.
    let mut began: Option<Timestamp> = None;
    let mut end = buyer.at;
    let mut lowest: Option<UnitPrice> = None;
    for moment in walk.moments(buyer.at).into_iter().rev() {
        walk.undo_after(moment);
        let price = walk.price(offer, buyer, quantity, moment);
        let is_present = began.is_none() && price.is_some_and(|price| price.amount == present);
        if !is_present {
            let begun = *began.get_or_insert(end);
            if end <= begun - days {
                break;
            }
            lowest = [lowest, price].into_iter().flatten().min();
        }
        end = moment;
    }
    lowest
}

/// Rows and lists as they were, going back in time.
struct Walk<'h> {
    rows: Vec<Price>,
    lists: PriceLists,
    /// What is not undone yet, earliest first.
    price_changes: Vec<&'h PriceChange>,
    list_changes: Vec<&'h ListChange>,
    since: Timestamp,
}

impl<'h> Walk<'h> {
    fn begin(offer: Offer<'_>, lists: &PriceLists, past: Past<'h>) -> Self {
        let mut price_changes: Vec<_> = past.prices.iter().collect();
        price_changes.sort_by_key(|change| change.at);
        let mut list_changes: Vec<_> = past.lists.iter().collect();
        list_changes.sort_by_key(|change| change.at);
        Self {
            rows: offer.prices.to_vec(),
            lists: lists.clone(),
            price_changes,
            list_changes,
            since: past.since,
        }
    }

    /// Every moment at which the price may have begun to be another, up to the present, ascending.
    fn moments(&self, present: Timestamp) -> BTreeSet<Timestamp> {
        let rows_gone = self.price_changes.iter().flat_map(|change| &change.removed);
        let lists_gone = self
            .list_changes
            .iter()
            .filter_map(|change| change.before.as_deref());
        let lists = self.lists.iter().map(|entry| &*entry.value);
        let windows_of_rows = self.rows.iter().chain(rows_gone);
        let windows_of_rows = windows_of_rows.flat_map(|row| [row.valid_from, row.valid_until]);
        let windows_of_lists = lists
            .chain(lists_gone)
            .flat_map(|list| [list.valid_from, list.valid_until]);
        let changes = self.price_changes.iter().map(|change| change.at);
        let changes = changes.chain(self.list_changes.iter().map(|change| change.at));
        windows_of_rows
            .chain(windows_of_lists)
            .flatten()
            .chain(changes)
            .chain([self.since])
            .filter(|moment| (self.since..=present).contains(moment))
            .collect()
    }

    /// Undoes what happened after a moment.
    fn undo_after(&mut self, moment: Timestamp) {
        while let Some(change) = self.price_changes.pop_if(|change| change.at > moment) {
            for added in &change.added {
                if let Some(place) = self.rows.iter().position(|row| row == added) {
                    self.rows.swap_remove(place);
                }
            }
            self.rows.extend(change.removed.iter().cloned());
        }
        while let Some(change) = self.list_changes.pop_if(|change| change.at > moment) {
            match &change.before {
                Some(before) => self.lists.insert(
                    change.code.clone(),
                    Entry {
                        id: change.id,
                        version: 0,
                        value: Arc::clone(before),
                    },
                ),
                None => drop(self.lists.remove(&change.code)),
            }
        }
    }

    /// The buyer's price at a moment.
    fn price(
        &self,
        offer: Offer<'_>,
        buyer: &Buyer,
        quantity: u32,
        moment: Timestamp,
    ) -> Option<UnitPrice> {
        let then = Buyer {
            at: moment,
            ..buyer.clone()
        };
        let offer = Offer {
            prices: &self.rows,
            ..offer
        };
        select(offer, &self.lists, &then, quantity).map(|selected| UnitPrice::from(&selected))
    }
}

/// What changed between two states of a variant's rows. None: nothing.
#[must_use]
pub fn change(before: &[Price], after: &[Price], at: Timestamp) -> Option<PriceChange> {
    let added = without(after, before);
    let removed = without(before, after);
    (!added.is_empty() || !removed.is_empty()).then_some(PriceChange { at, removed, added })
}

/// The rows that are not among the others, as often as they are more.
fn without(rows: &[Price], others: &[Price]) -> Vec<Price> {
    let mut others: Vec<&Price> = others.iter().collect();
    let mut left = Vec::new();
    for row in rows {
        match others.iter().position(|other| *other == row) {
            Some(place) => drop(others.swap_remove(place)),
            None => left.push(row.clone()),
        }
    }
    left
}
