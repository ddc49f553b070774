//! The language of a locale: how its words are stemmed, and which of them say nothing.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use frostem::Stemmer;
use tantivy::tokenizer::{self, RawTokenizer, StopWordFilter, TextAnalyzer};

use super::fold;

/// The language of a locale.
pub(crate) struct Language {
    stemmer: Option<Stemmer>,
    stop_words: Option<tokenizer::Language>,
}

impl Language {
    /// The language of a locale such as `de-AT`. One that has no stemmer is searched by its folded words.
    pub(crate) fn of(locale: &str) -> Self {
        use tokenizer::Language as Stop;
        let primary = locale.split('-').next().unwrap_or(locale);
        let stop = match primary {
            "da" => Some(Stop::Danish),
            "de" | "gsw" => Some(Stop::German),
            "en" => Some(Stop::English),
            "es" => Some(Stop::Spanish),
            "fi" => Some(Stop::Finnish),
            "fr" => Some(Stop::French),
            "hu" => Some(Stop::Hungarian),
            "it" => Some(Stop::Italian),
            "nl" => Some(Stop::Dutch),
            "no" | "nb" | "nn" => Some(Stop::Norwegian),
            "pt" => Some(Stop::Portuguese),
            "ru" => Some(Stop::Russian),
            "sv" => Some(Stop::Swedish),
            _ => None,
        };
        // Snowball knows the languages by their codes, with these for those that it writes otherwise.
        let name = match primary {
            "nb" | "nn" => "no",
            "gsw" => "de",
            other => other,
        };
        Self {
            stemmer: Stemmer::try_from_name(name).ok(),
            stop_words: stop,
        }
    }

    /// The terms of a word, one or two: its folded stem, and the stem of the folded word where that differs. So a word
    /// is found by who types its accents and by who doesn't, although stemmers look at accents.
    pub(crate) fn terms(&self, word: &str) -> Vec<String> {
        let lower = word.to_lowercase();
        let lower = self.regular(lower);
        let folded = fold(&lower);
        let Some(stemmer) = &self.stemmer else {
            return vec![folded];
        };
        // A number with a letter, such as a model, has no stem.
        if folded.bytes().any(|byte| byte.is_ascii_digit()) {
            return vec![folded];
        }
        let stem = fold(&stemmer.stem(&lower));
        let folded_stem = stemmer.stem(&folded).into_owned();
        if stem == folded_stem || folded_stem.is_empty() {
            return vec![if stem.is_empty() { folded } else { stem }];
        }
        vec![stem, folded_stem]
    }

    /// The singular of a plural that no rule of the stemmer makes.
    fn regular(&self, word: String) -> String {
        const ENGLISH: [(&str, &str); 16] = [
            ("calves", "calf"),
            ("children", "child"),
            ("feet", "foot"),
            ("geese", "goose"),
            ("halves", "half"),
            ("knives", "knife"),
            ("leaves", "leaf"),
            ("lives", "life"),
            ("loaves", "loaf"),
            ("men", "man"),
            ("mice", "mouse"),
            ("scarves", "scarf"),
            ("shelves", "shelf"),
            ("teeth", "tooth"),
            ("wolves", "wolf"),
            ("women", "woman"),
        ];
        if self.stop_words != Some(tokenizer::Language::English) {
            return word;
        }
        match ENGLISH.iter().find(|(plural, _)| *plural == word) {
            Some((_, singular)) => (*singular).to_owned(),
            None => word,
        }
    }

    /// Whether a word says nothing by itself, as "the" and "und".
    pub(crate) fn is_stop_word(&self, word: &str) -> bool {
        let Some(language) = self.stop_words else {
            return false;
        };
        static KNOWN: LazyLock<Mutex<HashMap<tokenizer::Language, TextAnalyzer>>> =
            LazyLock::new(Mutex::default);
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let filter = known.entry(language).or_insert_with(|| {
            let builder = TextAnalyzer::builder(RawTokenizer::default());
            match StopWordFilter::new(language) {
                Some(filter) => builder.filter(filter).build(),
                None => builder.build(),
            }
        });
        !filter.token_stream(&word.to_lowercase()).advance()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(locale: &str, one: &str, other: &str) -> bool {
        let language = Language::of(locale);
        let others = language.terms(other);
        language.terms(one).iter().any(|term| others.contains(term))
    }

    #[test]
    fn forms_of_a_word_have_a_term_in_common() {
        for (locale, one, other) in [
            ("de", "Kühlschränke", "Kühlschrank"),
            ("de", "Kuhlschranke", "Kühlschrank"),
            ("de-AT", "Drucker", "DRUCKERN"),
            ("en", "cafe", "café"),
            ("en", "printers", "printer"),
            ("fr", "imprimantes", "imprimante"),
            ("es", "habitacion", "habitación"),
            ("es", "habitaciones", "habitación"),
            ("xx", "Wörter", "WORTER"),
        ] {
            assert!(meet(locale, one, other), "{locale}: {one} and {other}");
        }
        assert!(!meet("en", "printer", "print"));
        assert_eq!(Language::of("en").terms("1000xm4s"), ["1000xm4s"]);
    }

    #[test]
    fn words_that_say_nothing_are_known() {
        assert!(Language::of("en").is_stop_word("The"));
        assert!(Language::of("de-CH").is_stop_word("und"));
        assert!(!Language::of("en").is_stop_word("und"));
        assert!(!Language::of("ja").is_stop_word("the"));
    }
}
