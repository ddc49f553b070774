//! From which row and column each field of a record came.

use domain::problem::FieldPath;
use serde::{Deserialize, Serialize};

/// The cells that a record was made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Origin {
    /// Whether it is to be made only where it does not exist.
    pub(crate) implied: bool,
    /// Path of the field, line of the row, name of the column.
    cells: Vec<(String, u64, String)>,
}

impl Origin {
    /// Says where the field with this path came from.
    pub(crate) fn note(&mut self, path: impl Into<String>, line: u64, column: &str) {
        self.cells.push((path.into(), line, column.to_owned()));
    }

    /// The cell of a field, or of the nearest field around it. None: it came from no cell.
    pub(crate) fn locate(&self, path: &FieldPath) -> Option<(u64, &str)> {
        let path = path.to_string();
        self.cells
            .iter()
            .filter(|(known, ..)| {
                path.strip_prefix(known.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            })
            .max_by_key(|(known, ..)| known.len())
            .map(|(_, line, column)| (*line, column.as_str()))
    }

    /// As text, to be kept beside the record.
    pub(crate) fn to_text(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers can be written as JSON")
    }

    /// Back from [`Origin::to_text`].
    pub(crate) fn of_text(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_the_nearest_path_around_it() {
        let mut origin = Origin::default();
        origin.note("variants[1]", 7, "SKU");
        origin.note("variants[1].basePrices.EUR[0].amount", 8, "Price");
        let origin = Origin::of_text(&origin.to_text());
        let variant = FieldPath::of("variants").index(1);
        assert_eq!(origin.locate(&variant.name("barcode")), Some((7, "SKU")));
        let price = variant.name("basePrices").name("EUR").index(0);
        assert_eq!(origin.locate(&price.name("amount")), Some((8, "Price")));
        assert_eq!(origin.locate(&FieldPath::of("variants").index(10)), None);
    }
}
