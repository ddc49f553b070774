//! Finding out what a file is, by its name and its beginning.

use std::io::Cursor;

use super::{Dialect, header::Header, rows::Rows};

/// Whether a file is CSV, as far as its name tells. None: it doesn't.
pub(crate) fn guess(name: &str) -> Option<bool> {
    let name = name.to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match name.rsplit_once('.')?.1 {
        "csv" | "tsv" => Some(true),
        "jsonl" | "ndjson" | "json" => Some(false),
        _ => None,
    }
}

/// Whether a file that begins like this is CSV, and its beginning again.
pub(crate) fn looks_like_csv(start: &[u8]) -> (bool, Vec<u8>) {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let begins = text.iter().find(|byte| !byte.is_ascii_whitespace());
    let mut is_csv = false;
    if begins.is_some_and(|byte| *byte != b'{') {
        let mut rows = Rows::open(Box::new(Cursor::new(start.to_vec())));
        let header = rows.header().ok().flatten();
        is_csv = header.is_some_and(|header| dialect(&header).is_some());
    }
    (is_csv, start.to_vec())
}

/// What the columns mean. None: they are not among those that are known.
pub(super) fn dialect(header: &Header) -> Option<Dialect> {
    let has = |names: &[&str]| header.has(names);
    let sku = has(&["sku", "variantsku"]);
    if sku && has(&["location"]) {
        return Some(Dialect::Flat);
    }
    if has(&["title"])
        && has(&[
            "handle",
            "urlhandle",
            "option1name",
            "option1value",
            "bodyhtml",
            "vendor",
            "variantprice",
        ])
    {
        return Some(Dialect::Shopify);
    }
    (sku && (has(super::flat::PRICE) || has(super::flat::QUANTITY))).then_some(Dialect::Flat)
}

/// What to say of a header that is not known.
pub(super) fn unknown(header: &Header) -> String {
    format!(
        "These are not the columns of a list that can be imported: {}. A price list has the columns sku and price, a stock \
         list sku, location and quantity, Shopify's product export Handle (or URL handle), Title and more. \
         The separator may be a comma, a semicolon or a tab.",
        header
            .names()
            .iter()
            .take(20)
            .map(|name| format!("{name:?}"))
            .collect::<Vec<_>>()
            .join(", ")
    )
}
