//! What is said at the end of a file: what was left out, and what was made up.

use super::{Columns, Header, Row, Settings};

/// Columns that are left out, with whether anything stands in them.
struct LeftOut {
    place: usize,
    name: String,
    metafield: bool,
    filled: bool,
}

/// Counts what has to be told.
pub(super) struct Told {
    left_out: Vec<LeftOut>,
    without_sku: u64,
    first_without_sku: Option<(u64, String)>,
    /// Variants with less than nothing on hand.
    pub(super) negative: u64,
    /// Products that are for sale to those who know their address alone.
    pub(super) unlisted: u64,
}

impl Told {
    pub(super) fn new(header: &Header, columns: &Columns) -> Self {
        let used = columns.used();
        let left_out = (0..header.len())
            .filter(|place| !used.contains(place))
            .map(|place| LeftOut {
                place,
                name: header.name(place).to_owned(),
                metafield: header.name(place).to_lowercase().contains("metafield"),
                filled: false,
            })
            .collect();
        Self {
            left_out,
            without_sku: 0,
            first_without_sku: None,
            negative: 0,
            unlisted: 0,
        }
    }

    /// Looks which columns have something in them.
    pub(super) fn look(&mut self, row: &Row) {
        for column in self.left_out.iter_mut().filter(|column| !column.filled) {
            column.filled = row.has(column.place);
        }
    }

    pub(super) fn no_sku(&mut self, line: u64, sku: &str) {
        self.without_sku += 1;
        self.first_without_sku
            .get_or_insert_with(|| (line, sku.to_owned()));
    }

    pub(super) fn notices(&self, columns: &Columns, settings: &Settings) -> Vec<String> {
        let mut notices = Vec::new();
        if let Some((line, sku)) = &self.first_without_sku {
            notices.push(format!(
                "{} without a SKU: it was made of the handle and the option values, such as \"{sku}\" in line {line}.",
                count(self.without_sku, "variant")
            ));
        }
        if self.negative > 0 {
            notices.push(format!(
                "{} with a quantity below zero, which became 0.",
                count(self.negative, "variant")
            ));
        }
        if self.unlisted > 0 {
            notices.push(format!(
                "{} for sale to those who know the address alone (unlisted), which is not known here: made a draft.",
                count(self.unlisted, "product")
            ));
        }
        for (metafield, what) in [
            (true, "Metafields are left out"),
            (false, "These columns are left out"),
        ] {
            let names = self.names(metafield);
            if !names.is_empty() {
                notices.push(format!("{what}: {}.", names.join(", ")));
            }
        }
        if columns.quantity.is_none() {
            notices.push(String::from(
                "The file has no quantities. Import the inventory file too, with the format csv.",
            ));
        } else {
            notices.extend(settings.stock_notice.clone());
        }
        notices.extend(settings.price_notice.clone());
        notices
    }

    fn names(&self, metafield: bool) -> Vec<&str> {
        self.left_out
            .iter()
            .filter(|column| {
                column.filled && column.metafield == metafield && !column.name.is_empty()
            })
            .map(|column| column.name.as_str())
            .collect()
    }
}

fn count(number: u64, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}
