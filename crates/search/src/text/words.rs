//! Cutting a text into words.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::fold;

/// The longest word that is searched, in bytes; longer ones are no words.
const WORD_MAX: usize = 128;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// As it is written.
    pub(crate) written: String,
    /// Without case, marks and apostrophes.
    pub(crate) folded: String,
    /// Where it stands, in bytes.
    pub(crate) at: Range<usize>,
}

/// The words of a text by Unicode's rules (UAX 29). Also `_` separates words, and a point does unless it stands between
/// digits, where a comma means the same: `3,5` is `3.5`.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    for (start, segment) in text.unicode_word_indices() {
        let mut from = 0;
        let bytes = segment.as_bytes();
        for (index, byte) in segment.bytes().enumerate() {
            let separates = match byte {
                b'_' | b':' => true,
                b'.' => {
                    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
                    !(index > 0 && digit(index - 1) && digit(index + 1))
                }
                _ => false,
            };
            if separates {
                push(&mut found, start, segment, from..index);
                from = index + 1;
            }
        }
        push(&mut found, start, segment, from..segment.len());
    }
    found
}

fn push(found: &mut Vec<Word>, start: usize, segment: &str, range: Range<usize>) {
    let written = &segment[range.clone()];
    if written.len() > WORD_MAX {
        return;
    }
    let bare = without_apostrophe(written);
    let folded: String = fold(&bare)
        .chars()
        .filter_map(|c| match c {
            ',' => Some('.'),
            '.' => Some('.'),
            other => other.is_alphanumeric().then_some(other).or_else(|| {
                // Marks of scripts whose marks are letters.
                (!other.is_ascii() && !other.is_whitespace()).then_some(other)
            }),
        })
        .collect();
    if folded.chars().any(char::is_alphanumeric) {
        found.push(Word {
            written: bare,
            folded,
            at: start + range.start..start + range.end,
        });
    }
}

/// `men's` is `men`, `l'imprimante` is `imprimante`, `O'Neill` is `ONeill`.
fn without_apostrophe(word: &str) -> String {
    let word = word.replace(['\u{2019}', '\u{2bc}', '\u{ff07}'], "'");
    let Some((before, after)) = word.split_once('\'') else {
        return word;
    };
    if after.eq_ignore_ascii_case("s") {
        before.to_owned()
    } else if before.chars().count() <= 2 && after.chars().count() > 2 && before != "O" {
        after.replace('\'', "")
    } else {
        word.replace('\'', "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_into_words() {
        let folded = |text: &str| -> Vec<String> {
            words(text).into_iter().map(|word| word.folded).collect()
        };
        assert_eq!(
            folded("Xerox 006R90321 toner"),
            ["xerox", "006r90321", "toner"]
        );
        assert_eq!(
            folded("USB-C, 3,5 mm & 1.5m"),
            ["usb", "c", "3.5", "mm", "1.5m"]
        );
        assert_eq!(
            folded("a_b v.2 shop.example"),
            ["a", "b", "v", "2", "shop", "example"]
        );
        assert_eq!(
            folded("men's l'imprimante O'Neill"),
            ["men", "imprimante", "oneill"]
        );
        assert_eq!(folded("Kühlschränke – 20 %"), ["kuhlschranke", "20"]);
        assert!(folded(&"x".repeat(200)).is_empty());
    }

    #[test]
    fn a_word_knows_where_it_stands() {
        let text = "Ein Kühlschrank_XL";
        let places: Vec<&str> = words(text).into_iter().map(|word| &text[word.at]).collect();
        assert_eq!(places, ["Ein", "Kühlschrank", "XL"]);
    }
}
