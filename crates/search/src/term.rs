//! What filters and facets ask for, as terms: one text for each thing that holds of a variant.
//!
//! A term is the letter of its field, the field's name where it has one, and the value. Terms of one field stand together
//! in their order by bytes, and numbers are written so that this order is theirs. So a range of numbers is a range of
//! terms, a facet counts the terms with one beginning, and no field has to be added to an engine for a new attribute.

use chrono::{Datelike as _, NaiveDate};
use domain::{
    catalog::{ProductStatus, Scalar},
    clock::Timestamp,
    id::ProductId,
    inventory::StockStatus,
    text::Code,
};

use crate::query::Field;

/// Between a name and what follows it. It is in no name: control characters are refused where names enter.
pub(crate) const SEPARATOR: char = '\u{1}';

/// A value as a term ends with it: its type's letter and the value, so that values of different types never meet.
pub(crate) fn scalar(value: &Scalar) -> String {
    match value {
        Scalar::Text(text) => format!("t{text}"),
        Scalar::Number(number) => format!("n{}", number_key(*number)),
        Scalar::Boolean(true) => "b1".to_owned(),
        Scalar::Boolean(false) => "b0".to_owned(),
        Scalar::Date(date) => format!("d{}", date_key(*date)),
        Scalar::Enum(code) => format!("e{}", code.as_str()),
    }
}

/// Reads back what [`scalar`] wrote.
pub(crate) fn parse_scalar(text: &str) -> Option<Scalar> {
    let mut letters = text.chars();
    let kind = letters.next()?;
    let rest = letters.as_str();
    Some(match kind {
        't' => Scalar::Text(rest.to_owned()),
        'n' => Scalar::Number(number_of(rest)?),
        'b' => Scalar::Boolean(rest == "1"),
        'd' => Scalar::Date(date_of(rest)?),
        'e' => Scalar::Enum(Code::trusted(rest)),
        _ => return None,
    })
}

/// A finite number as sixteen letters whose order is that of the numbers.
fn number_key(number: f64) -> String {
    // -0 is 0.
    let bits = (number + 0.0).to_bits();
    let ordered = if bits >> 63 == 0 {
        bits | (1 << 63)
    } else {
        !bits
    };
    format!("{ordered:016x}")
}

fn number_of(key: &str) -> Option<f64> {
    let ordered = u64::from_str_radix(key, 16).ok()?;
    let bits = if ordered >> 63 == 1 {
        ordered & !(1 << 63)
    } else {
        !ordered
    };
    Some(f64::from_bits(bits))
}

fn date_key(date: NaiveDate) -> String {
    // Days since the year 1, moved so that none is negative.
    format!("{:010}", i64::from(date.num_days_from_ce()) + 1_000_000_000)
}

fn date_of(key: &str) -> Option<NaiveDate> {
    let days = key.parse::<i64>().ok()? - 1_000_000_000;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).ok()?)
}

/// What a term of this field begins with. None: the field's values aren't terms.
pub(crate) fn beginning(field: &Field, channel: &Code) -> Option<String> {
    Some(match field {
        Field::Brand => "b".to_owned(),
        Field::Category => "c".to_owned(),
        Field::Option(name) => format!("o{name}{SEPARATOR}"),
        Field::Attribute(code) => attribute_beginning(code),
        Field::Availability => format!("v{}{SEPARATOR}", channel.as_str()),
        Field::Price => return None,
    })
}

pub(crate) fn attribute_beginning(code: &Code) -> String {
    format!("a{}{SEPARATOR}", code.as_str())
}

pub(crate) fn brand(brand: &str) -> String {
    format!("b{brand}")
}

/// In this category or in one below it.
pub(crate) fn category(code: &Code) -> String {
    format!("c{}", code.as_str())
}

/// In this very category.
pub(crate) fn direct_category(code: &Code) -> String {
    format!("d{}", code.as_str())
}

pub(crate) fn option(name: &str, value: &str) -> String {
    format!("o{name}{SEPARATOR}{value}")
}

pub(crate) fn attribute(code: &Code, value: &Scalar) -> String {
    format!("{}{}", attribute_beginning(code), scalar(value))
}

pub(crate) fn availability(channel: &Code, status: StockStatus) -> String {
    format!("v{}{SEPARATOR}{status}", channel.as_str())
}

pub(crate) fn status(status: ProductStatus) -> String {
    format!("s{status}")
}

// Keys: what is of one product alone, kept apart from the terms so that facets don't wade through it.

pub(crate) fn product(id: ProductId) -> String {
    format!("p{}", id.uuid().simple())
}

pub(crate) fn code(code: &Code) -> String {
    format!("k{}", code.as_str())
}

pub(crate) fn updated(at: Timestamp) -> String {
    // Microseconds, moved so that none is negative.
    format!(
        "u{:016x}",
        at.timestamp_micros().wrapping_sub(i64::MIN).cast_unsigned()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_keep_their_order_and_come_back() {
        let numbers = [
            f64::MIN,
            -1e9,
            -2.5,
            -1e-9,
            0.0,
            1e-9,
            1.0,
            2.5,
            1e9,
            f64::MAX,
        ];
        let keys: Vec<String> = numbers
            .iter()
            .map(|n| scalar(&Scalar::Number(*n)))
            .collect();
        assert!(keys.is_sorted());
        assert_eq!(scalar(&Scalar::Number(-0.0)), scalar(&Scalar::Number(0.0)));
        let date = |text: &str| Scalar::Date(text.parse().unwrap());
        let days = [
            date("-0044-03-15"),
            date("1999-12-31"),
            date("2026-11-22"),
            date("+12026-01-01"),
        ];
        assert!(days.iter().map(scalar).collect::<Vec<_>>().is_sorted());
        let others = [
            Scalar::Text("x".to_owned()),
            Scalar::Boolean(true),
            Scalar::Enum(Code::trusted("black")),
        ];
        let numbers = numbers.map(Scalar::Number);
        for value in numbers.iter().chain(&days).chain(&others) {
            assert_eq!(parse_scalar(&scalar(value)).as_ref(), Some(value));
        }
    }

    #[test]
    fn times_keep_their_order() {
        let times = [
            "1601-01-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "2026-11-22T10:00:00.000001Z",
        ];
        let keys: Vec<String> = times.iter().map(|t| updated(t.parse().unwrap())).collect();
        assert!(keys.is_sorted());
    }
}
