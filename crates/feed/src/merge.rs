//! A record and what is stored make a whole value: what is given replaces or merges, what is absent stays, null clears.
//!
//! Every problem is noted with its path; a value comes out only where there was none.

mod attribute;
mod attributes;
mod category;
mod channel;
mod known;
mod location;
mod price_list;
mod prices;
mod product;
mod relative;
mod stock;
mod translations;
mod variants;

use std::collections::BTreeMap;

use domain::problem::Reason;

pub(crate) use attribute::attribute;
pub(crate) use category::category;
pub(crate) use channel::channel;
pub(crate) use known::Known;
pub(crate) use location::{customer_group, location};
pub(crate) use price_list::price_list;
pub(crate) use prices::{canonical, prices};
pub(crate) use product::product;
pub(crate) use stock::stock_level;

use crate::{
    fields::{Path, Sink},
    given::Given,
};

/// A field that every thing of this kind has: as given, else as stored; its lack is noted.
fn needed<T: Clone>(
    given: Given<T>,
    stored: Option<&T>,
    name: &str,
    path: &Path<'_>,
    sink: &Sink,
) -> Option<T> {
    let cleared = matches!(given, Given::Null);
    let value = given.over(stored.cloned());
    if value.is_none() {
        let message = if cleared {
            "This field can't be cleared."
        } else {
            "This field is needed to create it."
        };
        sink.note(&path.name(name), Reason::Required, message);
    }
    value
}

/// Merges a map by key: null for the map clears it, null for a key clears that key, `value` makes the new value out of
/// what is given and what is stored.
fn by_key<K: Ord + Clone, G, V: Clone>(
    given: Given<Vec<(K, Given<G>)>>,
    stored: Option<&BTreeMap<K, V>>,
    mut value: impl FnMut(&K, G, Option<&V>) -> Option<V>,
) -> BTreeMap<K, V> {
    let mut map = stored.cloned().unwrap_or_default();
    match given {
        Given::Absent => {}
        Given::Null => map.clear(),
        Given::Value(entries) => {
            for (key, given) in entries {
                let merged = match given {
                    Given::Value(given) => value(&key, given, map.get(&key)),
                    Given::Absent | Given::Null => None,
                };
                match merged {
                    Some(merged) => map.insert(key, merged),
                    None => map.remove(&key),
                };
            }
        }
    }
    map
}

/// Notes every item that stands in a list a second time.
fn note_repeats<T: PartialEq + std::fmt::Display>(items: &[T], path: &Path<'_>, sink: &Sink) {
    for (place, item) in items.iter().enumerate() {
        if items[..place].contains(item) {
            sink.note(
                &path.index(place),
                Reason::Duplicate,
                format!("\"{item}\" is in this list twice."),
            );
        }
    }
}
