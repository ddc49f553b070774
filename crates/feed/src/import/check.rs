//! The first pass: every line by itself, its keys noted, spooled by kind.

use std::{
    collections::HashMap,
    io::{self, BufRead, Read as _},
    sync::Arc,
};

use domain::{
    locale::Locale,
    problem::{FieldPath, Problem, Reason},
    text::Slug,
};

use super::{Format, ImportError, Progress, Stage, tally::Tally};
use crate::{
    csv::{self, Settings},
    given::Given,
    keys::{Class, Keys, Place, Repeat},
    record::{Kind, Record, Refused},
    source::{Input, Line, Lines},
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
    format: Option<Format>,
    settings: &Settings,
    tally: &mut Tally,
    progress: &(impl Progress + Clone),
) -> Result<Checked, ImportError> {
    let total = inputs.iter().map(Input::size).sum::<Option<u64>>();
    progress.begin(Stage::Reading, total);
    let spools = Kind::ALL.iter().map(|_| Spool::new());
    let mut checking = Checking {
        tally,
        keys: Keys::new().map_err(ImportError::Temporary)?,
        spools: spools
            .collect::<io::Result<_>>()
            .map_err(ImportError::Temporary)?,
        input: 0,
    };
    for (index, input) in inputs.into_iter().enumerate() {
        checking.input = u32::try_from(index).unwrap_or(u32::MAX);
        let name = input.name();
        let bytes = progress.clone();
        let reader = input
            .open(move |read| bytes.advance(read))
            .map_err(|cause| ImportError::Open {
                name: name.clone(),
                cause,
            })?;
        match content(reader, &name, format) {
            Content::Lines(reader) => Lines::of(reader).try_for_each(|line| checking.line(line)),
            Content::Csv(reader, dialect) => csv::Reader::open(reader, dialect, settings)
                .try_for_each(|event| checking.event(event)),
        }
        .map_err(ImportError::Temporary)?;
    }
    let Checking { keys, spools, .. } = checking;
    let repeats = Arc::new(keys.repeats().map_err(ImportError::Temporary)?);
    Ok(Checked { spools, repeats })
}

/// What a file holds.
enum Content {
    Lines(Box<dyn BufRead + Send>),
    /// None: the header tells which.
    Csv(Box<dyn BufRead + Send>, Option<csv::Dialect>),
}

/// As told, else by the name, else by the beginning: a record begins with a brace, a CSV file with names of columns.
fn content(mut reader: Box<dyn BufRead + Send>, name: &str, format: Option<Format>) -> Content {
    match format {
        Some(Format::JsonLines) => return Content::Lines(reader),
        Some(Format::Csv) => return Content::Csv(reader, Some(csv::Dialect::Flat)),
        Some(Format::ShopifyCsv) => return Content::Csv(reader, Some(csv::Dialect::Shopify)),
        None => {}
    }
    match csv::guess(name) {
        Some(true) => return Content::Csv(reader, None),
        Some(false) => return Content::Lines(reader),
        None => {}
    }
    // What can't be read is told by whoever reads it next.
    let start = reader.fill_buf().unwrap_or_default();
    let (is_csv, start) = csv::looks_like_csv(start);
    reader.consume(start.len());
    let reader: Box<dyn BufRead + Send> = Box::new(io::Cursor::new(start).chain(reader));
    if is_csv {
        Content::Csv(reader, None)
    } else {
        Content::Lines(reader)
    }
}

/// The state of the first pass.
struct Checking<'a> {
    tally: &'a mut Tally,
    keys: Keys,
    spools: Vec<Spool>,
    /// The index of the file that is read.
    input: u32,
}

impl Checking<'_> {
    fn line(&mut self, line: Line) -> io::Result<()> {
        match line {
            Line::Broken(line, reason) => {
                let problem = Problem::new(FieldPath::default(), Reason::Invalid, reason);
                let place = self.place(line, 0);
                self.tally.refuse(place, None, None, vec![problem]);
            }
            Line::Text(line, text) => {
                let place = self.place(line, 0);
                match Record::parse(&text) {
                    Ok(record) => {
                        note_keys(&record, place, &mut self.keys)?;
                        self.spools[record.kind().place()].push(place, &text, "")?;
                    }
                    Err(Refused {
                        kind,
                        key,
                        problems,
                        rest: _,
                    }) => self.tally.refuse(place, kind, key.as_deref(), problems),
                }
            }
        }
        Ok(())
    }

    fn event(&mut self, event: csv::Event) -> io::Result<()> {
        match event {
            csv::Event::Record(draft) => self.draft(draft, true),
            csv::Event::Implied(draft) => self.draft(draft, false),
            csv::Event::Refused(line, problem) => {
                let place = self.place(line, 0);
                self.tally.refuse(place, None, None, vec![problem]);
                Ok(())
            }
            csv::Event::Notice(line, message) => {
                self.tally.notice(self.input, line, message);
                Ok(())
            }
        }
    }

    /// What several files imply is no repeat.
    fn draft(&mut self, draft: csv::Draft, is_own: bool) -> io::Result<()> {
        let (kind, key) = (draft.kind, draft.key());
        let place = self.place(draft.line, kind.place());
        let (text, origin, mut problems) = draft.into_parts();
        let origin_text = origin.to_text();
        match Record::parse(&text) {
            Ok(record) if problems.is_empty() => {
                if is_own {
                    note_keys(&record, place, &mut self.keys)?;
                }
                return self.spools[kind.place()].push(place, &text, &origin_text);
            }
            Ok(_) => {}
            Err(refused) => problems.extend(refused.problems.into_iter().map(|mut problem| {
                let cell = origin.locate(&problem.field);
                let line = cell.map_or(place.line, |(line, _)| line);
                if let Some((_, column)) = cell {
                    problem.field = FieldPath::of(column);
                }
                (line, problem)
            })),
        }
        self.tally
            .refuse_cells(place, Some(kind), key.as_deref(), problems);
        Ok(())
    }

    fn place(&self, line: u64, part: usize) -> Place {
        Place {
            input: self.input,
            line,
            part: u8::try_from(part).unwrap_or(u8::MAX),
        }
    }
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
