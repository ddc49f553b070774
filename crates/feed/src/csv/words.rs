//! What cells say, made into what a feed says.

use domain::text::{KEY_MAX, SLUG_MAX};
use serde_json::Value;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// `TRUE` and `FALSE`, as spreadsheets write them.
pub(crate) fn boolean(cell: &str) -> Option<bool> {
    match cell.to_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// An amount; where a comma may stand for the point, it becomes one. What is wrong with it is found later.
pub(crate) fn amount(cell: &str, decimal_comma: bool) -> String {
    let comma = cell.matches(',').count() == 1 && !cell.contains('.');
    if decimal_comma && comma {
        cell.replace(',', ".")
    } else {
        cell.to_owned()
    }
}

/// A whole number, also as `12.0`; any other text stays one, and is refused as such later.
pub(crate) fn whole(cell: &str) -> Value {
    let digits = cell
        .split_once('.')
        .filter(|(_, rest)| rest.bytes().all(|b| b == b'0'))
        .map_or(cell, |(whole, _)| whole);
    digits
        .parse::<i64>()
        .map_or_else(|_| Value::from(cell), Value::from)
}

/// A time with offset; a day alone begins at midnight of UTC.
pub(crate) fn time(cell: &str) -> String {
    let is_day = cell.len() == 10 && cell.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if is_day {
        format!("{cell}T00:00:00Z")
    } else {
        cell.to_owned()
    }
}

/// A key or barcode: spreadsheets put an apostrophe in front of digits that are no number.
pub(crate) fn key(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => cell,
    }
}

/// Lower-case letters and digits, joined by single hyphens. Empty where there are none.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.nfc() {
        if c.is_alphanumeric() || (is_combining_mark(c) && !slug.is_empty()) {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') && c != '\'' && c != '’' {
            slug.push('-');
        }
    }
    let short: String = slug.chars().take(SLUG_MAX).collect();
    short.trim_end_matches('-').to_owned()
}

/// A key of at most 128 characters: what is longer is cut, and told apart by a number made of all of it.
pub(crate) fn short_key(text: &str) -> String {
    if text.chars().count() <= KEY_MAX {
        return text.to_owned();
    }
    let number = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let start: String = text.chars().take(KEY_MAX - 9).collect();
    format!("{}-{number:08x}", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_makes_a_slug() {
        for (text, expected) in [
            ("Blue Shirt", "blue-shirt"),
            ("  Größe: 40/42 ", "größe-40-42"),
            ("Men's T‑Shirt", "mens-t-shirt"),
            ("__x__", "x"),
            ("!!", ""),
        ] {
            assert_eq!(slug(text), expected);
        }
        assert_eq!(slug(&"ab ".repeat(200)).chars().count(), 200);
    }

    #[test]
    fn a_comma_is_a_point_only_where_it_can_be_nothing_else() {
        assert_eq!(amount("19,99", true), "19.99");
        assert_eq!(amount("1.299,00", true), "1.299,00");
        assert_eq!(amount("1,299", false), "1,299");
    }

    #[test]
    fn a_long_key_is_cut_and_stays_its_own() {
        let (one, other) = (
            format!("{}a", "x".repeat(200)),
            format!("{}b", "x".repeat(200)),
        );
        assert_eq!(short_key(&one).chars().count(), 128);
        assert_ne!(short_key(&one), short_key(&other));
        assert_eq!(short_key("as it is"), "as it is");
    }
}
