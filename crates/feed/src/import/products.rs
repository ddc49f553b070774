//! Product records.

use std::collections::HashMap;

use domain::{
    catalog::Product,
    locale::Locale,
    problem::{FieldPath, Problem, Reason},
    text::{Code, Sku, Slug},
};
use persistence::{ProductChange, StoredProduct};

use super::{
    ImportError,
    apply::{Applying, Item},
    tally::Ending,
};
use crate::{
    fields::Sink,
    given::Given,
    keys::Place,
    merge,
    record::{Kind, ProductPatch, Record},
};

/// Who has the SKUs and slugs that a batch names.
#[derive(Default)]
struct Owners {
    skus: HashMap<Sku, Code>,
    slugs: HashMap<(Option<Locale>, Slug), Code>,
}

pub(super) async fn apply(
    applying: &mut Applying<'_>,
    batch: Vec<(Place, Record)>,
) -> Result<(), ImportError> {
    let items: Vec<Item<ProductPatch>> = batch
        .into_iter()
        .filter_map(|(place, record)| match record {
            Record::Product(patch) => Some(Item {
                place,
                key: patch.code.to_string(),
                patch: *patch,
            }),
            _ => None,
        })
        .collect();
    // Each key stands in a command once, so that on a first load nobody can have what a record names.
    let (mut stored, owners) = if applying.first_load {
        (HashMap::new(), Owners::default())
    } else {
        let codes: Vec<Code> = items.iter().map(|item| item.patch.code.clone()).collect();
        let stored = applying.transaction.products_by_code(&codes).await?;
        (stored, owners(applying, &items).await?)
    };
    let mut changes = Vec::with_capacity(items.len());
    let mut places = Vec::with_capacity(items.len());
    for item in items {
        let before = stored.remove(&item.patch.code);
        match merged(applying, &owners, before.as_ref(), item.patch) {
            Ok(after) => match before {
                Some(before) if before.value == after => {
                    applying
                        .tally
                        .ended(item.place, Kind::Product, Ending::Unchanged);
                }
                before => {
                    places.push(vec![(
                        item.place,
                        item.key,
                        if before.is_some() {
                            Ending::Updated
                        } else {
                            Ending::Created
                        },
                    )]);
                    changes.push(ProductChange { before, after });
                }
            },
            Err(problems) => {
                applying
                    .tally
                    .refuse(item.place, Some(Kind::Product), Some(&item.key), problems);
            }
        }
    }
    if changes.is_empty() {
        return Ok(());
    }
    let saved = applying.transaction.save_products(changes).await;
    // What can be refused was looked for above: here another writer was faster, and the transaction is lost.
    applying.undone |= !applying.settle(Kind::Product, saved, &places)?.is_empty();
    Ok(())
}

/// The product after the record, or all that is wrong with it.
fn merged(
    applying: &Applying<'_>,
    owners: &Owners,
    before: Option<&StoredProduct>,
    patch: ProductPatch,
) -> Result<Product, Vec<Problem>> {
    let sink = Sink::default();
    let product = merge::product(
        before.map(|before| &before.value),
        patch,
        &applying.known(),
        &sink,
    );
    let mut problems = sink.into_problems();
    if let Some(product) = &product {
        taken(product, owners, &mut problems);
        if let Some(before) = before {
            problems.extend(before.held(product));
        }
    }
    match product {
        Some(product) if problems.is_empty() => Ok(product),
        _ => Err(problems),
    }
}

/// Notes SKUs and slugs that belong to another product.
fn taken(product: &Product, owners: &Owners, problems: &mut Vec<Problem>) {
    for (place, variant) in product.variants.iter().enumerate() {
        if let Some(owner) = owners
            .skus
            .get(&variant.sku)
            .filter(|owner| **owner != product.code)
        {
            let message = format!(
                "The SKU \"{}\" belongs to the product \"{owner}\"; a feed can't move it.",
                variant.sku
            );
            problems.push(Problem::new(
                FieldPath::of("variants").index(place).name("sku"),
                Reason::Taken,
                message,
            ));
        }
    }
    let translated = product
        .translations
        .iter()
        .filter_map(|(locale, texts)| Some((Some(locale.clone()), texts.slug.clone()?)));
    for key in std::iter::once((None, product.slug.clone())).chain(translated) {
        if let Some(owner) = owners
            .slugs
            .get(&key)
            .filter(|owner| **owner != product.code)
        {
            let field = match &key.0 {
                Some(locale) => FieldPath::of("translations").name(locale).name("slug"),
                None => FieldPath::of("slug"),
            };
            let message = format!(
                "The slug \"{}\" is taken by the product \"{owner}\".",
                key.1
            );
            problems.push(Problem::new(field, Reason::Taken, message));
        }
    }
}

async fn owners(
    applying: &mut Applying<'_>,
    items: &[Item<ProductPatch>],
) -> Result<Owners, ImportError> {
    let mut skus = Vec::new();
    let mut slugs = Vec::new();
    for Item { patch, .. } in items {
        if let Given::Value(variants) = &patch.variants {
            skus.extend(variants.iter().map(|variant| variant.sku.clone()));
        }
        if let Given::Value(slug) = &patch.slug {
            slugs.push((None, slug.clone()));
        }
        for (locale, texts) in patch.translations_given() {
            if let Given::Value(texts) = texts
                && let Given::Value(slug) = &texts.slug
            {
                slugs.push((Some(locale.clone()), slug.clone()));
            }
        }
    }
    Ok(Owners {
        skus: applying.transaction.product_codes_by_sku(&skus).await?,
        slugs: applying.transaction.product_codes_by_slug(&slugs).await?,
    })
}
