//! Attribute values of products and variants, typed by their definitions.

use chrono::NaiveDate;
use domain::{
    catalog::{Attribute, AttributeValue, Attributes, Scalar, ValueType},
    problem::Reason,
    text::Code,
};

use super::{Known, by_key};
use crate::{
    fields::{Path, Sink},
    given::Given,
    record::Untyped,
};

/// Merges by key. An empty list clears, as null does.
pub(super) fn attributes(
    given: Given<Vec<(Code, Given<Untyped>)>>,
    stored: Option<&Attributes>,
    known: &Known<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> Attributes {
    by_key(given, stored, |code, value, _| {
        let path = path.name(code);
        let attribute = known.attribute(code, &path, sink)?;
        typed(attribute, value, known, &path, sink)
    })
}

/// As [`attributes`], for the texts of one locale: TEXT attributes alone are translated.
pub(super) fn translated(
    given: Given<Vec<(Code, Given<Untyped>)>>,
    stored: Option<&Attributes>,
    known: &Known<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> Attributes {
    by_key(given, stored, |code, value, _| {
        let path = path.name(code);
        let attribute = known.attribute(code, &path, sink)?;
        if attribute.value_type != ValueType::Text {
            let message = "Only TEXT attributes are translated here; the values of an ENUM are translated on the attribute.";
            sink.note(&path, Reason::Conflict, message);
            return None;
        }
        typed(attribute, value, known, &path, sink)
    })
}

fn typed(
    attribute: &Attribute,
    value: Untyped,
    known: &Known<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> Option<AttributeValue> {
    match (attribute.list, value) {
        (true, Untyped::List(items)) => {
            let scalars: Vec<_> = items
                .into_iter()
                .enumerate()
                .filter_map(|(place, item)| {
                    scalar(attribute, item, known, &path.index(place), sink)
                })
                .collect();
            (!scalars.is_empty()).then_some(AttributeValue::Many(scalars))
        }
        (true, _) => {
            sink.invalid(
                path,
                "This attribute takes several values: a list is expected here.",
            );
            None
        }
        (false, Untyped::List(_)) => {
            sink.invalid(path, "This attribute takes one value, not a list.");
            None
        }
        (false, item) => scalar(attribute, item, known, path, sink).map(AttributeValue::One),
    }
}

fn scalar(
    attribute: &Attribute,
    item: Untyped,
    known: &Known<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> Option<Scalar> {
    let wanted = match (attribute.value_type, item) {
        (ValueType::Text, Untyped::Text(text)) => return Some(Scalar::Text(text)),
        (ValueType::Number, Untyped::Number(number)) => return Some(Scalar::Number(number)),
        (ValueType::Boolean, Untyped::Boolean(value)) => return Some(Scalar::Boolean(value)),
        (ValueType::Date, Untyped::Text(text)) => return date(&text, path, sink).map(Scalar::Date),
        (ValueType::Enum, Untyped::Text(text)) => {
            return enum_value(attribute, &text, known, path, sink);
        }
        (ValueType::Text, _) => "a text",
        (ValueType::Number, _) => "a number",
        (ValueType::Boolean, _) => "true or false",
        (ValueType::Date, _) => "a date such as \"2026-11-22\"",
        (ValueType::Enum, _) => "the code of one of its values",
    };
    sink.invalid(
        path,
        format!(
            "The attribute is of type {}: {wanted} is expected here.",
            attribute.value_type.as_str()
        ),
    );
    None
}

fn date(text: &str, path: &Path<'_>, sink: &Sink) -> Option<NaiveDate> {
    // chrono alone would take "2026-1-5" and "+2026-01-05" too.
    let parsed = (text.len() == 10)
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten();
    if parsed.is_none() {
        sink.invalid(
            path,
            format!("{text:?} is not a date such as \"2026-11-22\"."),
        );
    }
    parsed
}

fn enum_value(
    attribute: &Attribute,
    text: &str,
    known: &Known<'_>,
    path: &Path<'_>,
    sink: &Sink,
) -> Option<Scalar> {
    let declared = known
        .enum_values
        .get(&attribute.code)
        .and_then(|codes| codes.get(text));
    if declared.is_none() {
        let message = format!(
            "The attribute \"{}\" declares no value {text:?}.",
            attribute.code
        );
        sink.note(path, Reason::NotFound, message);
    }
    declared.cloned().map(Scalar::Enum)
}
