//! Parsers of single values. Each notes what is wrong and then gives None, or something to go on with.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::{
    clock::Timestamp,
    country::Country,
    inventory::QUANTITY_MAX,
    locale::Locale,
    pricing::Currency,
    text::{self, Code, Sku, Slug},
};

use super::{Path, Sink, object};
use crate::{given::Given, json::Json};

pub(crate) fn text<'o>(json: &'o Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<&'o str> {
    match json {
        Json::Text(text) => Some(text),
        other => {
            sink.invalid(
                path,
                format!("A text is expected here, not {}.", other.kind()),
            );
            None
        }
    }
}

/// A text that some parser of the domain takes.
fn parsed<T, E: std::fmt::Display>(
    json: &Json<'_>,
    path: &Path<'_>,
    sink: &Sink,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<T> {
    match parse(text(json, path, sink)?) {
        Ok(value) => Some(value),
        Err(error) => {
            sink.invalid(path, error.to_string());
            None
        }
    }
}

fn checked<E: std::fmt::Display>(
    json: &Json<'_>,
    path: &Path<'_>,
    sink: &Sink,
    check: impl FnOnce(&str) -> Result<(), E>,
) -> Option<String> {
    parsed(json, path, sink, |text| {
        check(text).map(|()| text.to_owned())
    })
}

pub(crate) fn code(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Code> {
    parsed(json, path, sink, Code::parse)
}

pub(crate) fn sku(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Sku> {
    parsed(json, path, sink, Sku::parse)
}

/// Stands for a name or a slug that is wrong, so that what else is wrong with its record can be told as well.
const STAND_IN: &str = "stand-in";

pub(crate) fn slug(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Slug> {
    parsed(json, path, sink, Slug::parse).or_else(|| Some(Slug::trusted(STAND_IN)))
}

pub(crate) fn name(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<String> {
    checked(json, path, sink, text::parse_name).or_else(|| Some(String::from(STAND_IN)))
}

pub(crate) fn description(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<String> {
    checked(json, path, sink, text::parse_description)
}

pub(crate) fn barcode(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<String> {
    checked(json, path, sink, text::parse_barcode)
}

/// Any other text, such as a brand or a unit.
pub(crate) fn short_text(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<String> {
    checked(json, path, sink, |text| {
        text::parse_text(text, text::TEXT_MAX)
    })
}

/// A text that may not be empty, such as an option's name or value.
pub(crate) fn label(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<String> {
    checked(json, path, sink, |text| {
        if text.trim().is_empty() {
            Err(text::TextError::Empty)
        } else {
            text::parse_text(text, text::TEXT_MAX)
        }
    })
}

pub(crate) fn country(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Country> {
    parsed(json, path, sink, Country::parse)
}

pub(crate) fn currency(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Currency> {
    parsed(json, path, sink, Currency::parse)
}

pub(crate) fn locale(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Locale> {
    parsed(json, path, sink, Locale::parse)
}

pub(crate) fn boolean(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<bool> {
    match json {
        Json::Bool(value) => Some(*value),
        other => {
            sink.invalid(
                path,
                format!("true or false is expected here, not {}.", other.kind()),
            );
            None
        }
    }
}

/// A whole number between two bounds, both included.
pub(crate) fn whole(
    json: &Json<'_>,
    path: &Path<'_>,
    sink: &Sink,
    least: i64,
    most: i64,
) -> Option<i64> {
    match json {
        Json::Integer(value) if (least..=most).contains(value) => Some(*value),
        Json::Integer(_) | Json::Number(_) => {
            sink.invalid(
                path,
                format!("A whole number from {least} to {most} is expected here."),
            );
            None
        }
        other => {
            sink.invalid(
                path,
                format!("A whole number is expected here, not {}.", other.kind()),
            );
            None
        }
    }
}

pub(crate) fn quantity(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<i64> {
    whole(json, path, sink, 0, QUANTITY_MAX)
}

/// A 32-bit whole number, such as a position or a priority.
pub(crate) fn integer(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<i32> {
    whole(json, path, sink, i32::MIN.into(), i32::MAX.into())
        .and_then(|value| i32::try_from(value).ok())
}

pub(crate) fn time(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Timestamp> {
    parsed(json, path, sink, |text| {
        DateTime::parse_from_rfc3339(text)
            .map(|time| time.with_timezone(&Utc).trunc_subsecs(6))
            .map_err(|_| format!("{text:?} is not a time of RFC 3339 with offset, such as \"2026-12-01T00:00:00Z\"."))
    })
}

pub(crate) fn day(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<NaiveDate> {
    parsed(json, path, sink, |text| {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .map_err(|_| format!("{text:?} is not a day, such as \"2026-12-01\"."))
    })
}

/// A word out of a fixed set, such as a status.
pub(crate) fn word<T>(
    json: &Json<'_>,
    path: &Path<'_>,
    sink: &Sink,
    known: &[&str],
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    parsed(json, path, sink, |text| {
        parse(text).ok_or_else(|| format!("{text:?} is none of {}.", known.join(", ")))
    })
}

/// A list, each item by its parser.
pub(crate) fn list<'o, 'j, T>(
    json: &'o Json<'j>,
    path: &Path<'_>,
    sink: &Sink,
    mut item: impl FnMut(&'o Json<'j>, &Path<'_>, &Sink) -> Option<T>,
) -> Option<Vec<T>> {
    let Json::List(items) = json else {
        sink.invalid(
            path,
            format!("A list is expected here, not {}.", json.kind()),
        );
        return None;
    };
    let read = |(place, json)| {
        let path = path.index(place);
        let read = item(json, &path, sink);
        if read.is_none() {
            sink.leave_out(&path);
        }
        read
    };
    Some(items.iter().enumerate().filter_map(read).collect())
}

/// A map whose keys are data: each key by its parser, each value too; `null` clears the key.
pub(crate) fn map<'o, 'j, K, V>(
    json: &'o Json<'j>,
    path: &Path<'_>,
    sink: &Sink,
    key: impl Fn(&Json<'_>, &Path<'_>, &Sink) -> Option<K>,
    mut value: impl FnMut(&'o Json<'j>, &Path<'_>, &Sink) -> Option<V>,
) -> Option<Vec<(K, Given<V>)>> {
    let entries = object::entries(json, path, sink)?;
    let mut result = Vec::with_capacity(entries.len());
    for (name, json) in entries {
        let path = path.name(name);
        let Some(key) = key(&Json::Text(name.as_ref().into()), &path, sink) else {
            continue;
        };
        if matches!(json, Json::Null) {
            result.push((key, Given::Null));
        } else if let Some(value) = value(json, &path, sink) {
            result.push((key, Given::Value(value)));
        }
    }
    Some(result)
}
