//! The first pass: every line by itself, its keys noted, spooled by kind.

use std::{collections::HashMap, io, sync::Arc};

use domain::{
    locale::Locale,
    problem::{FieldPath, Problem, Reason},
    text::Slug,
};

use super::{ImportError, Progress, Stage, tally::Tally};
use crate::{
    given::Given,
    keys::{Class, Keys, Place, Repeat},
    record::{Kind, Record, Refused},
    source::{Input, Line},
    spool::Spool,
};

/// What the first pass leaves for the second.
pub(super) struct Checked {
    /// By the place of the kind.
    pub(super) spools: Vec<Spool>,
    /// Records that repeat a key.
    pub(super) repeats: Arc<HashMap<Place, Repeat>>,
}

pub(super) fn check(
    inputs: Vec<Input>,
    tally: &mut Tally,
    progress: &(impl Progress + Clone),
) -> Result<Checked, ImportError> {
    let total = inputs.iter().map(Input::size).sum::<Option<u64>>();
    progress.begin(Stage::Reading, total);
    let mut keys = Keys::new().map_err(ImportError::Temporary)?;
    let spools = Kind::ALL
        .iter()
        .map(|_| Spool::new())
        .collect::<io::Result<Vec<_>>>();
    let mut spools = spools.map_err(ImportError::Temporary)?;
    for (index, input) in inputs.into_iter().enumerate() {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let name = input.name();
        let bytes = progress.clone();
        let lines = input
            .open(move |read| bytes.advance(read))
            .map_err(|cause| ImportError::Open { name, cause })?;
        for line in lines {
            check_line(line, index, tally, &mut keys, &mut spools)
                .map_err(ImportError::Temporary)?;
        }
    }
    let repeats = Arc::new(keys.repeats().map_err(ImportError::Temporary)?);
    Ok(Checked { spools, repeats })
}

fn check_line(
    line: Line,
    input: u32,
    tally: &mut Tally,
    keys: &mut Keys,
    spools: &mut [Spool],
) -> io::Result<()> {
    match line {
        Line::Broken(line, reason) => {
            let problem = Problem::new(FieldPath::default(), Reason::Invalid, reason);
            tally.refuse(Place { input, line }, None, None, vec![problem]);
        }
        Line::Text(line, text) => {
            let place = Place { input, line };
            match Record::parse(&text) {
                Ok(record) => {
                    note_keys(&record, place, keys)?;
                    spools[record.kind().place()].push(place, &text)?;
                }
                Err(Refused {
                    kind,
                    key,
                    problems,
                }) => tally.refuse(place, kind, key.as_deref(), problems),
            }
        }
    }
    Ok(())
}

fn note_keys(record: &Record, place: Place, keys: &mut Keys) -> io::Result<()> {
    keys.note(Class::Record, record.kind().as_str(), &record.key(), place)?;
    match record {
        Record::Product(product) => {
            if let Given::Value(variants) = &product.variants {
                for variant in variants {
                    keys.note(Class::Sku, "", &variant.sku, place)?;
                }
            }
            let given = product.translations_given().iter();
            note_slugs(
                "product",
                &product.slug,
                given.filter_map(|(locale, patch)| slug_in(locale, patch, |patch| &patch.slug)),
                place,
                keys,
            )
        }
        Record::Category(category) => {
            let given = category.translations_given().iter();
            note_slugs(
                "category",
                &category.slug,
                given.filter_map(|(locale, patch)| slug_in(locale, patch, |patch| &patch.slug)),
                place,
                keys,
            )
        }
        _ => Ok(()),
    }
}

/// The slug that a translation gives.
fn slug_in<'a, T>(
    locale: &'a Locale,
    patch: &'a Given<T>,
    slug: impl Fn(&'a T) -> &'a Given<Slug>,
) -> Option<(&'a Locale, &'a Slug)> {
    match patch {
        Given::Value(patch) => match slug(patch) {
            Given::Value(slug) => Some((locale, slug)),
            Given::Absent | Given::Null => None,
        },
        Given::Absent | Given::Null => None,
    }
}

fn note_slugs<'a>(
    kind: &str,
    plain: &Given<Slug>,
    translated: impl Iterator<Item = (&'a Locale, &'a Slug)>,
    place: Place,
    keys: &mut Keys,
) -> io::Result<()> {
    if let Given::Value(slug) = plain {
        keys.note(Class::Slug, kind, slug, place)?;
    }
    for (locale, slug) in translated {
        keys.note(Class::Slug, &format!("{kind} {locale}"), slug, place)?;
    }
    Ok(())
}
