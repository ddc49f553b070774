//! The variants of a product and their option matrix.

use std::collections::HashMap;

use domain::{
    catalog::{Product, Variant},
    problem::Reason,
};

use super::{
    Known,
    attributes::attributes,
    prices::{base_prices, prices},
    stock::{stock, stock_by_location},
};
use crate::{
    fields::{Path, Sink},
    given::Given,
    record::VariantPatch,
};

/// All variants after a record: the given list, or the stored ones brought into the order of the new options.
pub(super) fn variants(
    given: Given<Vec<VariantPatch>>,
    stored: Option<&Product>,
    options: &[String],
    known: &Known<'_>,
    sink: &Sink,
) -> Vec<Variant> {
    let path = Path::Name(&Path::Root, "variants");
    let before = stored.map_or(&[][..], |stored| &stored.variants);
    let old_options = stored.map_or(&[][..], |stored| &stored.options);
    let patches = match given {
        Given::Value(patches) => patches,
        Given::Null => Vec::new(),
        Given::Absent => before.iter().map(untouched).collect(),
    };
    if patches.is_empty() {
        sink.note(
            &path,
            Reason::Required,
            "A product has at least one variant.",
        );
    }
    if options.is_empty() && patches.len() > 1 {
        let message = format!(
            "A product without options has exactly one variant; {} are given.",
            patches.len()
        );
        sink.note(&path, Reason::Conflict, message);
        return Vec::new();
    }
    let mut merged = Vec::with_capacity(patches.len());
    for (place, patch) in patches.into_iter().enumerate() {
        let path = path.index(place);
        let stored = before.iter().find(|variant| variant.sku == patch.sku);
        merged.push(variant(
            patch,
            stored,
            old_options,
            options,
            known,
            &path,
            sink,
        ));
    }
    check_matrix(&merged, &path, sink);
    merged
}

fn untouched(variant: &Variant) -> VariantPatch {
    VariantPatch {
        sku: variant.sku.clone(),
        barcode: Given::Absent,
        name: Given::Absent,
        options: Given::Absent,
        attributes: Given::Absent,
        media: Given::Absent,
        track_inventory: Given::Absent,
        low_stock_threshold: Given::Absent,
        quantity_rule: Given::Absent,
        prices: Given::Absent,
        base_prices: Given::Absent,
        stock: Given::Absent,
        stock_by_location: Given::Absent,
    }
}

fn variant(
    patch: VariantPatch,
    stored: Option<&Variant>,
    old_options: &[String],
    options: &[String],
    known: &Known<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> Variant {
    let values = match patch.options {
        Given::Value(given) => option_values(&given, options, path, sink),
        Given::Null => option_values(&[], options, path, sink),
        Given::Absent => {
            let kept: Vec<_> = stored
                .map(|stored| {
                    old_options
                        .iter()
                        .cloned()
                        .zip(stored.options.iter().cloned())
                        .collect()
                })
                .unwrap_or_default();
            option_values(&kept, options, path, sink)
        }
    };
    let prices_path = path.name("prices");
    Variant {
        sku: patch.sku,
        barcode: patch
            .barcode
            .over(stored.and_then(|stored| stored.barcode.clone())),
        name: patch
            .name
            .over(stored.and_then(|stored| stored.name.clone())),
        options: values,
        attributes: attributes(
            patch.attributes,
            stored.map(|stored| &stored.attributes),
            known,
            &path.name("attributes"),
            sink,
        ),
        media: patch
            .media
            .over_or(stored.map(|stored| stored.media.clone()), Vec::new()),
        track_inventory: patch
            .track_inventory
            .over_or(stored.map(|stored| stored.track_inventory), true),
        low_stock_threshold: patch
            .low_stock_threshold
            .over(stored.and_then(|stored| stored.low_stock_threshold)),
        quantity_rule: patch
            .quantity_rule
            .over_or(stored.map(|stored| stored.quantity_rule), None),
        prices: match patch.prices {
            Given::Absent => base_prices(
                patch.base_prices,
                stored.map_or(&[], |stored| &stored.prices),
                known,
                &path.name("basePrices"),
                sink,
            ),
            Given::Null => Vec::new(),
            Given::Value(given) => prices(given, known, &prices_path, sink),
        },
        stock: match patch.stock {
            Given::Absent => stock_by_location(
                patch.stock_by_location,
                stored.map_or(&[], |stored| &stored.stock),
                known,
                &path.name("stockByLocation"),
                sink,
            ),
            given => stock(
                given,
                stored.map_or(&[], |stored| &stored.stock),
                known,
                &path.name("stock"),
                sink,
            ),
        },
    }
}

/// The values in the order of the product's options; each option needs one, and no other may be named.
fn option_values(
    given: &[(String, String)],
    options: &[String],
    path: &Path<'_>,
    sink: &Sink,
) -> Vec<String> {
    let path = path.name("options");
    for (name, _) in given.iter().filter(|(name, _)| !options.contains(name)) {
        sink.note(
            &path.name(name),
            Reason::Conflict,
            format!("The product has no option {name:?}."),
        );
    }
    let value_of = |option: &String| {
        let value = given
            .iter()
            .find(|(name, _)| name == option)
            .map(|(_, value)| value.clone());
        if value.is_none() {
            sink.note(
                &path.name(option),
                Reason::Required,
                format!("A variant needs a value of the option {option:?}."),
            );
        }
        value.unwrap_or_default()
    };
    options.iter().map(value_of).collect()
}

/// No SKU twice, and no two variants with the same values.
fn check_matrix(variants: &[Variant], path: &Path<'_>, sink: &Sink) {
    let mut skus = HashMap::with_capacity(variants.len());
    let mut combinations = HashMap::with_capacity(variants.len());
    for (place, variant) in variants.iter().enumerate() {
        let path = path.index(place);
        if let Some(first) = skus.insert(&variant.sku, place) {
            let message = format!(
                "The SKU \"{}\" is that of variants[{first}] too.",
                variant.sku
            );
            sink.note(&path.name("sku"), Reason::Duplicate, message);
        }
        if let Some(first) = combinations.insert(&variant.options, place)
            && !variant.options.is_empty()
        {
            let message = format!(
                "The values {} are those of variants[{first}] too.",
                variant.options.join(", ")
            );
            sink.note(&path.name("options"), Reason::Conflict, message);
        }
    }
}
