//! Stock levels.

use domain::{inventory::Stock, problem::Reason, text::Code};

use super::Known;
use crate::{
    fields::{Path, Sink},
    given::Given,
    record::{Kind, StockPatch},
};

/// The levels of a variant after a record, by location code.
pub(super) fn stock(
    given: Given<Vec<StockPatch>>,
    stored: &[Stock],
    known: &Known<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> Vec<Stock> {
    let patches = match given {
        Given::Absent => return stored.to_vec(),
        Given::Null => return Vec::new(),
        Given::Value(patches) => patches,
    };
    let mut levels: Vec<Stock> = Vec::with_capacity(patches.len());
    for (place, patch) in patches.into_iter().enumerate() {
        let path = path.index(place);
        let before = stored.iter().find(|level| level.location == patch.location);
        if let Some(level) = stock_level(before, patch, known, &path, sink) {
            if levels.iter().any(|known| known.location == level.location) {
                sink.note(
                    &path.name("location"),
                    Reason::Duplicate,
                    "This location is given twice.",
                );
            }
            levels.push(level);
        }
    }
    levels.sort_by(|a, b| a.location.cmp(&b.location));
    levels
}

/// The levels after a record that gives some by location: others stay.
pub(super) fn stock_by_location(
    given: Given<Vec<(Code, Given<StockPatch>)>>,
    stored: &[Stock],
    known: &Known<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> Vec<Stock> {
    let patches = match given {
        Given::Absent => return stored.to_vec(),
        Given::Null => return Vec::new(),
        Given::Value(patches) => patches,
    };
    let mut levels = stored.to_vec();
    for (location, patch) in patches {
        let before = stored.iter().find(|level| level.location == location);
        levels.retain(|level| level.location != location);
        if let Given::Value(patch) = patch {
            let path = path.name(&location);
            levels.extend(stock_level(before, patch, known, &path, sink));
        }
    }
    levels.sort_by(|a, b| a.location.cmp(&b.location));
    levels
}

/// One level after a record. A new one needs `onHand`.
pub(crate) fn stock_level(
    stored: Option<&Stock>,
    patch: StockPatch,
    known: &Known<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> Option<Stock> {
    if !known.has(Kind::Location, &patch.location) {
        known.missing(
            Kind::Location,
            &patch.location,
            &path.name("location"),
            sink,
        );
        return None;
    }
    Some(Stock {
        location: patch.location,
        on_hand: patch
            .on_hand
            .over_or(stored.map(|stored| stored.on_hand), 0),
        safety_stock: patch
            .safety_stock
            .over_or(stored.map(|stored| stored.safety_stock), 0),
        backorder_limit: patch
            .backorder_limit
            .over_or(stored.map(|stored| stored.backorder_limit), 0),
        incoming: patch
            .incoming
            .over(stored.and_then(|stored| stored.incoming)),
    })
}
