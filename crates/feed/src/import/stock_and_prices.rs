//! Price and stock records: each changes one variant of a stored product.

use std::collections::{HashMap, HashSet};

use domain::{
    catalog::{Product, Variant},
    problem::{FieldPath, Problem, Reason},
    text::{Code, Sku},
};
use persistence::{ProductChange, StoredProduct};

use super::{ImportError, apply::Applying, tally::Ending};
use crate::{
    fields::{Path, Sink},
    keys::Place,
    merge::{self, Known},
    record::{Kind, PriceRecord, Record, StockRecord},
};

/// A product that records of the batch change, as it was and as it is to be.
struct Touched {
    before: StoredProduct,
    after: Product,
    places: Vec<(Place, String, Ending)>,
}

pub(super) async fn apply(
    applying: &mut Applying<'_>,
    kind: Kind,
    batch: Vec<(Place, Record)>,
) -> Result<(), ImportError> {
    let skus: Vec<Sku> = batch
        .iter()
        .filter_map(|(_, record)| sku(record).cloned())
        .collect();
    let owners = applying.transaction.product_codes_by_sku(&skus).await?;
    let codes: Vec<Code> = owners
        .values()
        .cloned()
        .collect::<HashSet<_>>()
        .into_iter()
        .collect();
    let stored = applying.transaction.products_by_code(&codes).await?;
    let mut touched: HashMap<Code, Touched> = stored
        .into_iter()
        .map(|(code, before)| {
            (
                code,
                Touched {
                    after: before.value.clone(),
                    before,
                    places: Vec::new(),
                },
            )
        })
        .collect();
    for (place, record) in batch {
        let owner = sku(&record)
            .and_then(|sku| owners.get(sku))
            .and_then(|code| touched.get_mut(code));
        let key = record.key();
        match change(record, place, owner, &applying.known()) {
            Ok(ending) => {
                if ending == Ending::Unchanged {
                    applying.tally.ended(place, kind, Ending::Unchanged);
                }
            }
            Err(problems) => applying
                .tally
                .refuse(place, Some(kind), Some(&key), problems),
        }
    }
    save(applying, kind, touched).await
}

async fn save(
    applying: &mut Applying<'_>,
    kind: Kind,
    touched: HashMap<Code, Touched>,
) -> Result<(), ImportError> {
    let mut changes = Vec::new();
    let mut places = Vec::new();
    let mut touched: Vec<_> = touched
        .into_values()
        .filter(|touched| touched.after != touched.before.value)
        .collect();
    touched.sort_by(|a, b| a.after.code.cmp(&b.after.code));
    for product in touched {
        places.push(product.places);
        changes.push(ProductChange {
            before: Some(product.before),
            after: product.after,
        });
    }
    if changes.is_empty() {
        return Ok(());
    }
    let saved = applying.transaction.save_products(changes).await;
    applying.undone |= !applying.settle(kind, saved, &places)?.is_empty();
    Ok(())
}

const fn sku(record: &Record) -> Option<&Sku> {
    match record {
        Record::Price(record) => Some(&record.sku),
        Record::Stock(record) => Some(&record.sku),
        _ => None,
    }
}

/// Changes the product in memory.
fn change(
    record: Record,
    place: Place,
    owner: Option<&mut Touched>,
    known: &Known<'_>,
) -> Result<Ending, Vec<Problem>> {
    let unknown = |sku: &Sku| {
        vec![Problem::new(
            FieldPath::of("sku"),
            Reason::NotFound,
            format!("There is no SKU \"{sku}\"."),
        )]
    };
    let key = record.key();
    let Some(touched) = owner else {
        return Err(sku(&record).map(unknown).unwrap_or_default());
    };
    let sink = Sink::default();
    let Some(variant) = sku(&record).and_then(|sku| {
        touched
            .after
            .variants
            .iter_mut()
            .find(|variant| variant.sku == *sku)
    }) else {
        return Err(sku(&record).map(unknown).unwrap_or_default());
    };
    let changed = match record {
        Record::Price(record) => set_prices(variant, record, known, &sink),
        Record::Stock(record) => set_stock(variant, record, known, &sink),
        _ => false,
    };
    if !sink.is_empty() {
        return Err(sink.into_problems());
    }
    if changed {
        touched.places.push((place, key, Ending::Updated));
    }
    Ok(if changed {
        Ending::Updated
    } else {
        Ending::Unchanged
    })
}

/// Replaces the variant's prices of one list, or of one currency in it. Tells whether that changes anything.
fn set_prices(variant: &mut Variant, record: PriceRecord, known: &Known<'_>, sink: &Sink) -> bool {
    let (list, currency) = (record.list, record.currency);
    if let Some(code) = &list
        && !known.has(Kind::PriceList, code)
    {
        known.missing(Kind::PriceList, code, &Path::Root.name("priceList"), sink);
        return false;
    }
    let patches = record
        .prices
        .into_iter()
        .map(|patch| crate::record::PricePatch {
            list: list.clone(),
            ..patch
        })
        .collect();
    let given = merge::prices(patches, known, &Path::Root.name("prices"), sink);
    if !sink.is_empty() {
        return false;
    }
    let kept = variant
        .prices
        .iter()
        .filter(|price| price.list != list || currency.is_some_and(|only| price.currency != only))
        .cloned();
    let after = merge::canonical(kept.chain(given).collect());
    let changed = after != variant.prices;
    variant.prices = after;
    changed
}

/// Sets one level. Tells whether that changes anything.
fn set_stock(variant: &mut Variant, record: StockRecord, known: &Known<'_>, sink: &Sink) -> bool {
    let place = variant
        .stock
        .iter()
        .position(|level| level.location == record.location);
    let before = place.map(|place| variant.stock[place].clone());
    let Some(after) = merge::stock_level(before.as_ref(), record.level, known, &Path::Root, sink)
    else {
        return false;
    };
    let changed = before.as_ref() != Some(&after);
    match place {
        Some(place) => variant.stock[place] = after,
        None => {
            variant.stock.push(after);
            variant.stock.sort_by(|a, b| a.location.cmp(&b.location));
        }
    }
    changed
}
