//! Marking in a text what a query found in it.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::{Language, Word, plain, words};

/// Marks in a text what the query found in it, by the same rules by which it was found. It is of no engine: hand it the
/// name or the description of a hit in the search's locale.
#[derive(Clone)]
pub struct Highlighter {
    locale: Arc<str>,
    terms: Arc<HashSet<String>>,
    beginnings: Arc<[String]>,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The text, plain: what was `<` in it still is, so escape it for HTML.
    pub text: String,
    /// Whether the query found it.
    pub found: bool,
}

impl Highlighter {
    pub(crate) fn new(
        locale: &str,
        terms: impl IntoIterator<Item = String>,
        beginnings: Vec<String>,
    ) -> Self {
        Self {
            locale: locale.into(),
            terms: Arc::new(terms.into_iter().collect()),
            beginnings: beginnings.into(),
        }
    }

    /// The whole text in parts. Of a text without anything found there is one part.
    #[must_use]
    pub fn mark(&self, text: &str) -> Vec<Part> {
        let text = plain(text);
        let marked = self.found(&text);
        parts(&text, &marked, 0..text.len())
    }

    /// The stretch of a text where most was found, at most `length` characters of it, cut between words; `…` stands where
    /// text was left out. None: nothing was found in it.
    #[must_use]
    pub fn snippet(&self, text: &str, length: usize) -> Option<Vec<Part>> {
        let text = plain(text);
        let marked = self.found(&text);
        if marked.is_empty() {
            return None;
        }
        let all = words(&text);
        let window = best_window(&text, &all, &marked, length);
        let mut found = parts(&text, &marked, window.clone());
        if window.start > 0
            && let Some(first) = found.first_mut()
        {
            if first.found {
                found.insert(
                    0,
                    Part {
                        text: "… ".to_owned(),
                        found: false,
                    },
                );
            } else {
                first.text.insert_str(0, "… ");
            }
        }
        if window.end < text.trim_end().len() {
            match found.last_mut() {
                Some(last) if !last.found => last.text.push_str(" …"),
                _ => found.push(Part {
                    text: " …".to_owned(),
                    found: false,
                }),
            }
        }
        Some(found)
    }

    fn found(&self, text: &str) -> Vec<Range<usize>> {
        let language = Language::of(&self.locale);
        let all = words(text);
        let mut marked = Vec::new();
        for (index, word) in all.iter().enumerate() {
            let next = all.get(index + 1);
            let joined = next.map(|next| format!("{}{}", word.folded, next.folded));
            if let (Some(joined), Some(next)) = (joined, next)
                && self.terms.contains(&format!("+{joined}"))
            {
                marked.push(word.at.start..next.at.end);
                continue;
            }
            let by_term = language
                .terms(&word.written)
                .iter()
                .any(|term| self.terms.contains(term));
            let by_beginning = self
                .beginnings
                .iter()
                .any(|beginning| word.folded.starts_with(beginning.as_str()));
            let overlaps = marked
                .last()
                .is_some_and(|last: &Range<usize>| last.end > word.at.start);
            if (by_term || by_beginning) && !overlaps {
                marked.push(word.at.clone());
            }
        }
        marked
    }
}

/// The window that holds most marks, from the word of a mark on, with some words before it.
fn best_window(text: &str, all: &[Word], marked: &[Range<usize>], length: usize) -> Range<usize> {
    let end_of = |start: usize| {
        let limit = text[start..]
            .char_indices()
            .nth(length)
            .map_or(text.len(), |(at, _)| start + at);
        if limit == text.len() {
            return limit;
        }
        all.iter()
            .map(|word| word.at.end)
            .take_while(|end| *end <= limit)
            .last()
            .filter(|end| *end > start)
            .unwrap_or(limit)
    };
    if end_of(0) == text.len() {
        return 0..text.len();
    }
    let starts = marked.iter().map(|mark| {
        let index = all.partition_point(|word| word.at.start < mark.start);
        all.get(index.saturating_sub(4))
            .map_or(0, |word| word.at.start)
    });
    let count = |window: &Range<usize>| {
        marked
            .iter()
            .filter(|mark| mark.start >= window.start && mark.end <= window.end)
            .count()
    };
    let mut best = 0..end_of(0);
    for start in starts {
        let window = start..end_of(start);
        if count(&window) > count(&best) {
            best = window;
        }
    }
    best
}

fn parts(text: &str, marked: &[Range<usize>], window: Range<usize>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = window.start;
    let mut push = |range: Range<usize>, found: bool| {
        if !range.is_empty() {
            parts.push(Part {
                text: text[range].to_owned(),
                found,
            });
        }
    };
    for mark in marked {
        if mark.start < at || mark.end > window.end {
            continue;
        }
        push(at..mark.start, false);
        push(mark.clone(), true);
        at = mark.end;
    }
    push(at..window.end, false);
    parts
}

impl fmt::Debug for Highlighter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Highlighter")
            .field("locale", &self.locale)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(parts: &[Part]) -> String {
        parts
            .iter()
            .map(|part| {
                if part.found {
                    format!("[{}]", part.text)
                } else {
                    part.text.clone()
                }
            })
            .collect()
    }

    fn highlighter(terms: &[&str], beginnings: &[&str]) -> Highlighter {
        Highlighter::new(
            "de",
            terms.iter().map(|term| (*term).to_owned()),
            beginnings.iter().map(|text| (*text).to_owned()).collect(),
        )
    }

    #[test]
    fn what_was_found_is_marked_as_it_is_written() {
        let marks = highlighter(&["kuhlschrank", "+touchscreen"], &["waschm"]);
        let marked = |text| shown(&marks.mark(text));
        assert_eq!(marked("Zwei Kühlschränke!"), "Zwei [Kühlschränke]!");
        assert_eq!(marked("mit Touch-Screen"), "mit [Touch-Screen]");
        assert_eq!(marked("Waschmaschine"), "[Waschmaschine]");
        assert_eq!(marked("<b>Kühlschrank</b> a<b"), " [Kühlschrank]  a<b");
        assert_eq!(marked("nichts"), "nichts");
    }

    #[test]
    fn a_snippet_is_the_stretch_with_most_in_it() {
        let marks = highlighter(&["kuhlschrank"], &[]);
        let text = format!(
            "Ein Kühlschrank. {} Der Kühlschrank neben dem Kühlschrank. {}",
            "Dies und das. ".repeat(20),
            "Und noch etwas. ".repeat(20)
        );
        let snippet = shown(&marks.snippet(&text, 60).unwrap());
        assert!(snippet.starts_with("… "), "{snippet}");
        assert!(snippet.ends_with(" …"), "{snippet}");
        assert_eq!(snippet.matches('[').count(), 2, "{snippet}");
        assert_eq!(marks.snippet("nichts", 60), None);
        assert_eq!(
            shown(&marks.snippet("Kühlschrank", 60).unwrap()),
            "[Kühlschrank]"
        );
    }

    proptest::proptest! {
        /// Whatever the text, its parts are the text, and a snippet is no longer than asked but for its dots.
        #[test]
        fn parts_make_the_text_again(text in "\\PC{0,80}|[<>&a-z ,.'’ßüİ\"-]{0,80}", length in 1_usize..40) {
            let all = words(&text);
            let terms = all.iter().step_by(2).flat_map(|word| Language::of("de").terms(&word.written));
            let marks = Highlighter::new("de", terms, Vec::new());
            let whole: String = marks.mark(&text).into_iter().map(|part| part.text).collect();
            proptest::prop_assert_eq!(&whole, &*plain(&text));
            if let Some(snippet) = marks.snippet(&text, length) {
                let shown: String = snippet.into_iter().map(|part| part.text).collect();
                proptest::prop_assert!(shown.chars().count() <= length + 4, "{}", shown);
            }
        }
    }
}
