//! Keys by which names are sorted, since the databases compare by code point alone: `Äpfel` belongs beside `apfel`.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The most bytes of a key: less than an entry of PostgreSQL's indexes may have, more than tells names apart.
const KEY_MAX: usize = 1_024;

/// The name without case and without marks on its letters; of a very long one, the beginning.
pub(crate) fn name_key(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let mut key = String::with_capacity(name.len());
    let folded = name.nfkd().filter(|c| !is_combining_mark(*c));
    for letter in folded.flat_map(char::to_lowercase) {
        if key.len() + letter.len_utf8() > KEY_MAX {
            break;
        }
        key.push(letter);
    }
    key
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
        assert!(name_key(&"ﷺ".repeat(512)).len() <= KEY_MAX);
    }
}
