//! Keys by which names are sorted, since the databases compare by code point alone: `Äpfel` belongs beside `apfel`.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The name without case and without marks on its letters.
pub(crate) fn name_key(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_without_case_and_marks() {
        let mut names = ["Zebra", "Äpfel", "apfel", "Banane", "ÉCLAIR"];
        names.sort_by_key(|name| name_key(name));
        assert_eq!(names, ["Äpfel", "apfel", "Banane", "ÉCLAIR", "Zebra"]);
        assert_eq!(name_key("Straße Ⅷ"), "straße viii");
    }
}
