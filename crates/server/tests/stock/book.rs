//! What clients were told: what must be so in the end.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use serde_json::Value;

/// A SKU at a location.
pub(crate) type Place = (String, String);

/// A reservation as its client knows it.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// Held for a moment only, so that it may be over at any time.
    pub(crate) is_short: bool,
    pub(crate) state: String,
    /// Held, committed and released units.
    pub(crate) lines: Vec<(Place, [i64; 3])>,
}

/// What one client, or all of them, have done.
#[derive(Debug, Default)]
pub(crate) struct Book {
    /// By id.
    pub(crate) reservations: HashMap<String, Held>,
    /// Units that have come, less those that were lost, by SKU.
    pub(crate) adjusted: BTreeMap<String, i64>,
    /// How many mutations were answered, twice or more often, refused.
    pub(crate) answered: u64,
    pub(crate) repeated: u64,
    pub(crate) refused: u64,
}

impl Held {
    /// Of the answer to a mutation.
    pub(crate) fn of(reservation: &Value, is_short: bool) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let lines = reservation["lines"].as_array().unwrap().iter().map(|line| {
            let place = (text(&line["sku"]), text(&line["location"]));
            let units = ["held", "committed", "released"];
            (place, units.map(|name| line[name].as_i64().unwrap()))
        });
        Self {
            is_short,
            state: text(&reservation["state"]),
            lines: lines.collect(),
        }
    }

    /// What becomes of it when its time is over.
    pub(crate) fn over(&self) -> Self {
        let mut over = self.clone();
        if self.state == "ACTIVE" {
            over.state = String::from("EXPIRED");
            for (_, [held, _, released]) in &mut over.lines {
                *released += std::mem::take(held);
            }
        }
        over
    }
}

impl Book {
    /// All clients' books as one.
    pub(crate) fn of(books: Vec<Self>) -> Self {
        let mut whole = Self::default();
        for book in books {
            whole.reservations.extend(book.reservations);
            for (sku, units) in book.adjusted {
                *whole.adjusted.entry(sku).or_default() += units;
            }
            whole.answered += book.answered;
            whole.repeated += book.repeated;
            whole.refused += book.refused;
        }
        whole
    }

    /// Units that were sold, by SKU.
    pub(crate) fn committed(&self, sku: &str) -> i64 {
        let lines = self.reservations.values().flat_map(|held| &held.lines);
        lines
            .filter(|((of, _), _)| of == sku)
            .map(|(_, [_, committed, _])| committed)
            .sum()
    }

    /// Units that are still held once everything short is over.
    pub(crate) fn held(&self, place: &Place) -> i64 {
        let long = self.reservations.values().filter(|held| !held.is_short);
        long.flat_map(|held| &held.lines)
            .filter(|(of, _)| of == place)
            .map(|(_, [held, ..])| held)
            .sum()
    }
}

impl fmt::Display for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            answered,
            repeated,
            refused,
            ..
        } = self;
        let reservations = self.reservations.len();
        write!(
            f,
            "{answered} mutations answered, {repeated} sent again, {refused} refused, {reservations} reservations"
        )
    }
}
