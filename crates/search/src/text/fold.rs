//! Letters without case and marks.

use unicode_normalization::UnicodeNormalization;

/// The most bytes of a key that is sorted by.
const SORT_KEY_MAX: usize = 512;

/// Without case and marks: `Kühlschränke` → `kuhlschranke`, `Straße` → `strasse`, `Ⅷ` → `viii`. Only the marks of Latin,
/// Greek and Cyrillic letters go; in other scripts marks are letters.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        for letter in letter.to_lowercase() {
            match letter {
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'þ' => folded.push_str("th"),
                'ø' => folded.push('o'),
                'đ' | 'ð' => folded.push('d'),
                'ł' => folded.push('l'),
                'ı' => folded.push('i'),
                'ς' => folded.push('σ'),
                // A capital İ leaves one behind.
                '\u{307}' => {}
                other => folded.push(other),
            }
        }
    }
    folded.nfc().collect()
}

/// A SKU, barcode, code or model number for comparison: letters and digits alone. `WH-1000XM4/B` → `wh1000xm4b`.
pub(crate) fn code_key(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The key that a text is sorted by: folded; of a very long one the beginning.
pub(crate) fn sort_key(text: &str) -> String {
    let mut key = fold(text.trim());
    if key.len() > SORT_KEY_MAX {
        let mut end = SORT_KEY_MAX;
        while !key.is_char_boundary(end) {
            end -= 1;
        }
        key.truncate(end);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_marks_go() {
        for (text, folded) in [
            ("Kühlschränke", "kuhlschranke"),
            ("CAFÉ", "cafe"),
            ("cafe\u{301}", "cafe"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("Łódź", "lodz"),
            ("ﬁlter", "filter"),
            ("Смартфон", "смартфон"),
            ("हिन्दी", "हिन्दी"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn codes_are_compared_by_letters_and_digits() {
        assert_eq!(code_key("WH-1000XM4/B"), "wh1000xm4b");
        assert_eq!(code_key(" 0095205 603217 "), "0095205603217");
    }
}
