//! Reading the words of a query.

use std::collections::BTreeSet;

use domain::outcome::Fault;

use super::{
    phrase,
    synonyms::{self, Meant},
    weights,
};
use crate::{
    index::ProductIndex,
    indexed::joined,
    plan::{TextField, Words},
    query::{SearchRequest, Synonym},
    text::{Highlighter, Language, Word, code_key, distance, most_typos, words},
};

/// The most words of a query that are read.
pub(crate) const WORDS_MAX: usize = 16;
/// The most words of a query of which two may be one.
const JOINED_MAX: usize = 6;
/// How many spellings a word is corrected to.
const CORRECTIONS: usize = 3;

/// A query that was read.
pub(crate) struct Reading {
    locale: String,
    language: Language,
    /// The words that must be found, in their order.
    words: Vec<Word>,
    /// The words of each quoted part.
    phrases: Vec<Vec<Word>>,
    meant: Vec<Meant>,
    /// The whole query as a code. None: it is too short for one.
    code: Option<String>,
    /// Whether the query had words at all; one that is a sign or two has none and finds nothing.
    blank: bool,
}

/// What unknown words are corrected to.
#[derive(Clone, Debug)]
pub(crate) struct Correction {
    /// For each word the nearest known ones, the best first. Empty: it is known, or there are none.
    near: Vec<Vec<String>>,
    /// Whether every unknown word has one.
    pub(crate) is_whole: bool,
}

impl Reading {
    /// Reads the words of a request.
    pub(crate) fn of(request: &SearchRequest) -> Self {
        let query = request.query.as_deref().unwrap_or_default();
        Self::new(
            query,
            &request.context.locale,
            &request.merchandising.synonyms,
        )
    }

    pub(crate) fn new(query: &str, locale: &str, synonyms: &[Synonym]) -> Self {
        let language = Language::of(locale);
        let mut all = Vec::new();
        let mut phrases = Vec::new();
        for (part, quoted) in phrase::parts(query) {
            let of_part = words(&part);
            if quoted && of_part.len() > 1 {
                phrases.push(of_part.clone());
            }
            all.extend(of_part);
        }
        all.truncate(WORDS_MAX);
        let code = code_key(query);
        let says_nothing = |word: &Word| language.is_stop_word(&word.written);
        // Of words that say nothing alone, all are looked for: there is a band called so.
        let words = if all.iter().all(says_nothing) {
            all
        } else {
            all.into_iter().filter(|word| !says_nothing(word)).collect()
        };
        Self {
            locale: locale.to_owned(),
            meant: synonyms::meant(&words, synonyms, &language),
            language,
            words,
            phrases,
            code: (code.len() >= 2 && code.len() <= 128).then_some(code),
            blank: query.trim().is_empty(),
        }
    }

    /// Whether there is anything to look for; without, everything is found.
    pub(crate) fn has_words(&self) -> bool {
        !self.blank
    }

    /// Whether something else is meant by some of the words as well.
    pub(crate) fn has_synonyms(&self) -> bool {
        !self.meant.is_empty()
    }

    /// Every word as it is.
    pub(crate) fn exact(&self) -> Words {
        if self.blank {
            return Words::Everything;
        }
        self.whole(&vec![Vec::new(); self.words.len()])
    }

    /// Every word, unknown ones corrected.
    pub(crate) fn corrected(&self, correction: &Correction) -> Words {
        self.whole(&correction.near)
    }

    /// As many words as there are, and beginnings of words.
    pub(crate) fn loose(&self, correction: Option<&Correction>) -> Words {
        let mut each: Vec<Words> = Vec::new();
        for (index, word) in self.words.iter().enumerate() {
            let near = correction.and_then(|correction| correction.near.get(index));
            let mut ways = vec![self.word(word, near.map_or(&[], Vec::as_slice))];
            if word.folded.chars().count() >= 3 {
                ways.push(weights::beginning(&self.locale, &word.folded));
            }
            each.push(Words::Best(ways, 0.0));
        }
        let least = self.words.len().div_ceil(2).max(1);
        let mut ways = vec![Words::AtLeast(least, each)];
        if let Some(code) = self.code.as_ref().filter(|code| code.len() >= 3) {
            ways.push(weights::code_beginning(code));
        }
        Words::Best(ways, 0.0)
    }

    /// What unknown words are corrected to. None: all are known, or nothing is near them.
    pub(crate) async fn correction(
        &self,
        engine: &dyn ProductIndex,
    ) -> Result<Option<Correction>, Fault> {
        let asked: Vec<String> = self.words.iter().map(|word| word.folded.clone()).collect();
        if asked.iter().all(|word| most_typos(word) == 0) {
            return Ok(None);
        }
        let found = engine.near(&self.locale, &asked).await?;
        let mut near = Vec::with_capacity(asked.len());
        for (word, candidates) in asked.iter().zip(found) {
            let mut ranked: Vec<(usize, u64, String)> = candidates
                .into_iter()
                .filter_map(|candidate| {
                    let away = distance(word, &candidate.word, most_typos(word))?;
                    Some((away, candidate.products, candidate.word))
                })
                .collect();
            ranked.sort_by(|one, other| {
                let frequent_first = other.1.cmp(&one.1);
                one.0
                    .cmp(&other.0)
                    .then(frequent_first)
                    .then_with(|| one.2.cmp(&other.2))
            });
            // Farther ones only where there are no nearer ones.
            let nearest = ranked.first().map_or(0, |best| best.0);
            let words = ranked.into_iter().filter(|word| word.0 == nearest);
            near.push(
                words
                    .map(|(_, _, word)| word)
                    .take(CORRECTIONS)
                    .collect::<Vec<String>>(),
            );
        }
        if near.iter().all(Vec::is_empty) {
            return Ok(None);
        }
        Ok(Some(Correction {
            is_whole: true,
            near,
        }))
    }

    /// The query as it should have been spelled.
    pub(crate) fn spelled(&self, correction: &Correction) -> String {
        let words = self.words.iter().zip(&correction.near);
        let spelled: Vec<&str> = words
            .map(|(word, near)| near.first().map_or(word.written.as_str(), String::as_str))
            .collect();
        spelled.join(" ")
    }

    /// Marks what this reading found.
    pub(crate) fn highlighter(
        &self,
        correction: Option<&Correction>,
        beginnings: bool,
    ) -> Highlighter {
        let mut terms = BTreeSet::new();
        for word in &self.words {
            terms.extend(self.language.terms(&word.written));
            terms.insert(format!("+{}", word.folded));
        }
        for pair in self.words.windows(2) {
            let joined = joined(&pair[0], &pair[1]);
            terms.extend(self.language.terms(&joined));
        }
        for word in self
            .meant
            .iter()
            .flat_map(|meant| meant.also.iter().flatten())
        {
            terms.extend(self.language.terms(&word.written));
        }
        for word in correction
            .iter()
            .flat_map(|found| found.near.iter().flatten())
        {
            terms.extend(self.language.terms(word));
        }
        let code_like = self.words.iter().filter(|word| {
            beginnings && word.folded.chars().count() >= 3
                || word.folded.len() >= 3 && has_digit(&word.folded)
        });
        let beginnings = code_like.map(|word| word.folded.clone()).collect();
        Highlighter::new(&self.locale, terms, beginnings)
    }

    /// Every word, those with corrections by these.
    fn whole(&self, near: &[Vec<String>]) -> Words {
        if self.words.is_empty() {
            return self.by_code(Words::Nothing);
        }
        let mut ways = vec![Words::All(self.groups(near))];
        // Two words written as one: who asks for a "head set" means a headset.
        let pairs = if self.words.len() <= JOINED_MAX {
            self.words.len() - 1
        } else {
            0
        };
        for first in 0..pairs {
            let as_one = joined(&self.words[first], &self.words[first + 1]);
            let mut all = vec![weights::word(
                &self.locale,
                &self.language.terms(&as_one),
                1.0,
            )];
            for (index, word) in self.words.iter().enumerate() {
                if index != first && index != first + 1 {
                    all.push(self.word(word, near.get(index).map_or(&[], Vec::as_slice)));
                }
            }
            ways.push(Words::All(all));
        }
        let mut words = if ways.len() == 1 {
            ways.remove(0)
        } else {
            Words::Best(ways, 0.0)
        };
        let beside: Vec<Words> = self
            .words
            .windows(2)
            .map(|pair| {
                let terms = self.language.terms(&joined(&pair[0], &pair[1]));
                weights::neighbours(&self.locale, &terms)
            })
            .collect();
        if !beside.is_empty() {
            words = Words::Preferring(Box::new(words), beside);
        }
        if !self.phrases.is_empty() {
            let mut all = vec![words];
            all.extend(self.phrases.iter().map(|phrase| self.phrase(phrase)));
            words = Words::All(all);
        }
        self.by_code(words)
    }

    /// What else the whole query may be: a code, or the beginning of one.
    fn by_code(&self, words: Words) -> Words {
        let Some(code) = &self.code else {
            return words;
        };
        let mut ways = vec![words, weights::code(code)];
        if has_digit(code) && code.len() >= 3 {
            ways.push(weights::code_beginning(code));
        }
        Words::Best(ways, 0.0)
    }

    /// What must be found: each word, or what else some of them mean.
    fn groups(&self, near: &[Vec<String>]) -> Vec<Words> {
        let one = |index: usize| {
            self.word(
                &self.words[index],
                near.get(index).map_or(&[], Vec::as_slice),
            )
        };
        let mut groups = Vec::with_capacity(self.words.len());
        let mut index = 0;
        while index < self.words.len() {
            let Some(meant) = self.meant.iter().find(|meant| meant.at.start == index) else {
                groups.push(one(index));
                index += 1;
                continue;
            };
            let mut ways = vec![Words::All(meant.at.clone().map(one).collect())];
            for also in &meant.also {
                let all = also.iter().map(|word| self.word(word, &[]));
                ways.push(Words::All(all.collect()));
            }
            groups.push(Words::Best(ways, 0.0));
            index = meant.at.end;
        }
        groups
    }

    /// One word, wherever it stands, or what it is corrected to.
    fn word(&self, word: &Word, near: &[String]) -> Words {
        let mut ways = vec![weights::word(
            &self.locale,
            &self.language.terms(&word.written),
            1.0,
        )];
        let code = code_key(&word.folded);
        if has_digit(&code) && code.len() >= 3 {
            ways.push(weights::code(&code));
            ways.push(weights::code_beginning(&code));
        }
        for near in near {
            ways.push(weights::word(&self.locale, &self.language.terms(near), 0.8));
        }
        if ways.len() == 1 {
            ways.remove(0)
        } else {
            Words::Best(ways, 0.0)
        }
    }

    /// Words one behind the other, in the name, the description or an attribute.
    fn phrase(&self, phrase: &[Word]) -> Words {
        let terms: Vec<String> = phrase
            .iter()
            .filter_map(|word| self.language.terms(&word.written).into_iter().next())
            .map(|term| format!("{}:{term}", self.locale))
            .collect();
        let places = [(TextField::Name, 2.0), (TextField::Description, 0.5)];
        let mut ways: Vec<Words> = places
            .into_iter()
            .map(|(field, boost)| Words::Phrase {
                field,
                terms: terms.clone(),
                boost,
            })
            .collect();
        let pairs = phrase.windows(2).map(|pair| {
            let terms = self.language.terms(&joined(&pair[0], &pair[1]));
            weights::neighbours(&self.locale, &terms)
        });
        ways.push(Words::All(pairs.collect()));
        Words::Best(ways, 0.0)
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}
