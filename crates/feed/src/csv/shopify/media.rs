//! The pictures of a product, one in a row, in the order of their positions.

use serde_json::{Value, json};

use super::{Columns, Row};

/// A picture and the row that it stands in.
pub(super) struct Picture<'a> {
    pub(super) url: &'a str,
    pub(super) alt: Option<&'a str>,
    pub(super) line: u64,
    position: Option<u64>,
}

impl Picture<'_> {
    pub(super) fn to_json(&self) -> Value {
        match self.alt {
            Some(alt) => json!({"url": self.url, "alt": alt}),
            None => json!({"url": self.url}),
        }
    }
}

/// Each picture once. Those without a position stay behind the one before them.
pub(super) fn pictures<'a>(rows: &'a [Row], columns: &Columns) -> Vec<Picture<'a>> {
    let mut pictures: Vec<Picture<'a>> = Vec::new();
    let mut last = None;
    for row in rows {
        let Some(url) = row.cell(columns.image) else {
            continue;
        };
        if pictures.iter().any(|known| known.url == url) {
            continue;
        }
        let given = row
            .cell(columns.image_position)
            .and_then(|cell| cell.parse().ok());
        last = given.or(last);
        pictures.push(Picture {
            url,
            alt: row.cell(columns.image_alt),
            line: row.line,
            position: last,
        });
    }
    pictures.sort_by_key(|picture| picture.position);
    pictures
}
