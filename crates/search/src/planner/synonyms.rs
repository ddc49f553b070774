//! Synonyms, found in the words of a query.

use std::ops::Range;

use crate::{
    query::Synonym,
    text::{Language, Word, words},
};

/// Words of a query that something else is meant by as well.
pub(super) struct Meant {
    /// Which words.
    pub(super) at: Range<usize>,
    /// What else: each some words.
    pub(super) also: Vec<Vec<Word>>,
}

/// The places of a query that have synonyms; the longer first, and none that overlaps.
pub(super) fn meant(query: &[Word], synonyms: &[Synonym], language: &Language) -> Vec<Meant> {
    let stems = |words: &[Word]| -> Vec<Vec<String>> {
        words
            .iter()
            .map(|word| language.terms(&word.written))
            .collect()
    };
    let query_stems = stems(query);
    let mut found: Vec<Meant> = Vec::new();
    for synonym in synonyms {
        for (from, also) in directions(synonym) {
            let from = words(from);
            if from.is_empty() || from.len() > query.len() {
                continue;
            }
            let from_stems = stems(&from);
            for start in 0..=query.len() - from.len() {
                let at = start..start + from.len();
                let meets = query_stems[at.clone()]
                    .iter()
                    .zip(&from_stems)
                    .all(|(one, other)| one.iter().any(|term| other.contains(term)));
                if !meets {
                    continue;
                }
                let also = also.iter().map(|text| words(text));
                let also = also.filter(|words| !words.is_empty());
                match found.iter_mut().find(|meant| meant.at == at) {
                    Some(meant) => meant.also.extend(also),
                    None => found.push(Meant {
                        at,
                        also: also.collect(),
                    }),
                }
            }
        }
    }
    found.sort_by_key(|meant| (std::cmp::Reverse(meant.at.len()), meant.at.start));
    let mut kept: Vec<Meant> = Vec::new();
    for meant in found {
        let overlaps =
            |other: &Meant| meant.at.start < other.at.end && other.at.start < meant.at.end;
        if !kept.iter().any(overlaps) {
            kept.push(meant);
        }
    }
    kept
}

/// What is said, and what else it means.
fn directions(synonym: &Synonym) -> Vec<(&str, Vec<&str>)> {
    match synonym {
        Synonym::TwoWay(same) => {
            let others = |index: usize| {
                let others = same.iter().enumerate().filter(move |(at, _)| *at != index);
                others.map(|(_, text)| text.as_str()).collect()
            };
            let each = same.iter().enumerate();
            each.map(|(index, text)| (text.as_str(), others(index)))
                .collect()
        }
        Synonym::OneWay { from, to } => {
            vec![(from.as_str(), to.iter().map(String::as_str).collect())]
        }
    }
}
