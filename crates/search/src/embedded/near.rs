//! Words of the index that are near one that isn't in it.

use std::collections::HashMap;

use tantivy::Searcher;

use super::schema::Fields;
use crate::{
    plan::TextField,
    text::{NearWord, distance, most_typos},
};

/// For each word that no document of the locale has, those that are near it.
pub(super) fn near(
    searcher: &Searcher,
    fields: &Fields,
    locale: &str,
    words: &[String],
) -> tantivy::Result<Vec<Vec<NearWord>>> {
    let each = words
        .iter()
        .map(|word| near_one(searcher, fields, locale, word));
    each.collect()
}

fn near_one(
    searcher: &Searcher,
    fields: &Fields,
    locale: &str,
    word: &str,
) -> tantivy::Result<Vec<NearWord>> {
    let most = most_typos(word);
    // The first letter is rarely wrong.
    let Some(first) = word.chars().next().filter(|_| most > 0) else {
        return Ok(Vec::new());
    };
    let beginning = format!("{locale}:{first}");
    let mut found: HashMap<String, u64> = HashMap::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(fields.texts[&TextField::Vocabulary])?;
        let mut stream = index.terms().range().ge(&beginning).into_stream()?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else {
                continue;
            };
            if !term.starts_with(&beginning) {
                break;
            }
            let candidate = &term[locale.len() + 1..];
            if distance(word, candidate, most).is_some() {
                *found.entry(candidate.to_owned()).or_default() +=
                    u64::from(stream.value().doc_freq);
            }
        }
    }
    if found.contains_key(word) {
        return Ok(Vec::new());
    }
    let words = found.into_iter();
    Ok(words
        .map(|(word, products)| NearWord { word, products })
        .collect())
}
