//! The names of the columns.

use csv::StringRecord;

/// The header of a file: its names as written, found whatever their case, blanks and signs.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    names: Vec<String>,
    plain: Vec<String>,
}

impl Header {
    pub(crate) fn new(cells: &StringRecord) -> Self {
        let names: Vec<String> = cells
            .iter()
            .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        let plain = names.iter().map(|name| plain(name)).collect();
        Self { names, plain }
    }

    /// The first column that has one of these names, the weightiest name first.
    ///
    /// # Errors
    /// A sentence where two columns have the same of these names.
    pub(crate) fn find(&self, aliases: &[&str]) -> Result<Option<usize>, String> {
        for alias in aliases {
            let mut places = (0..self.plain.len()).filter(|&place| self.plain[place] == *alias);
            if let Some(place) = places.next() {
                return match places.next() {
                    None => Ok(Some(place)),
                    Some(other) => Err(format!(
                        "The columns {} and {} are both named {:?}: take one of them away.",
                        place + 1,
                        other + 1,
                        self.names[place]
                    )),
                };
            }
        }
        Ok(None)
    }

    /// Whether there is a column of one of these names.
    pub(crate) fn has(&self, aliases: &[&str]) -> bool {
        self.plain
            .iter()
            .any(|name| aliases.contains(&name.as_str()))
    }

    /// A column's name as written.
    pub(crate) fn name(&self, place: usize) -> &str {
        self.names.get(place).map_or("", String::as_str)
    }

    /// All names as written.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// How many columns there are.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }
}

/// Letters and digits alone, in lower case.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
