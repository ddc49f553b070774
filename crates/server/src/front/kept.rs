//! Answers to storefronts' queries, kept for exactly as long as they hold.
//!
//! A shop's visitors ask the same again and again. What a query answers depends on what is committed, on the search index, and
//! on prices, publications and reservations as of the moment ([`sources`]). As long as all of that is as it was, the answer
//! is, so it is given without being made again; nothing is kept for a time that somebody chose. Whether it still is takes one
//! statement, however much was asked. An answer is kept when it is asked for the second time: most are never asked for again.

mod sources;

use std::{sync::Arc, time::Duration};

use apollo_compiler::executable::{ExecutableDocument, Operation};
use apollo_compiler::response::JsonMap;
use axum::body::Bytes;
use graphql::hints::{Footing, footing};
use moka::sync::Cache;
use sha2::{Digest, Sha256};

pub(crate) use sources::Sources;
use sources::{Look, Span};

use super::document::DocumentKey;
use super::fields::each_field;
use crate::metrics::{KeptAnswerCounts, Metrics};

/// How long it may take to find out whether an answer holds. Making it anew is the way out.
const PATIENCE: Duration = Duration::from_millis(250);

/// What an entry takes beside its answer, about, in bytes.
const OVERHEAD: usize = 512;

/// The answers that were asked for lately, within a bound of memory.
pub(crate) struct KeptAnswers {
    cache: Cache<Key, Entry>,
    sources: Sources,
    counts: KeptAnswerCounts,
}

type Key = [u8; 32];

#[derive(Clone)]
enum Entry {
    /// It was asked for once.
    Asked,
    Answer(Arc<Held>),
}

/// An answer, and while what it holds.
struct Held {
    json: Bytes,
    span: Span,
}

/// What is asked, as far as it decides the answer.
pub(super) struct Question {
    key: Key,
    footing: Footing,
}

/// What is known of the answer to a question.
pub(super) enum Known {
    /// It, as it would be made now.
    Answer(Bytes),
    /// It may be kept once it is made.
    Wanted(Wanted),
    Nothing,
}

/// An answer that is about to be made, and what it will be made of.
pub(super) struct Wanted {
    key: Key,
    look: Look,
}

/// What the answers to an operation rest on.
pub(super) fn rests_on(document: &ExecutableDocument, operation: &Operation) -> Footing {
    if !operation.is_query() {
        return Footing::Moment;
    }
    let mut all = Footing::Catalogue;
    each_field(document, &operation.selection_set, &mut |parent, field| {
        all = all.max(footing(parent, &field.name));
    });
    all
}

impl Question {
    /// None: the answer is another one at each moment.
    pub(super) fn of(
        document: &DocumentKey,
        operation: Option<&str>,
        variables: &JsonMap,
        sees: &str,
        footing: Footing,
    ) -> Option<Self> {
        if footing == Footing::Moment {
            return None;
        }
        let variables = serde_json::to_vec(variables).ok()?;
        let operation = operation.unwrap_or_default();
        let mut hash = Sha256::new().chain_update(document);
        for part in [operation.as_bytes(), sees.as_bytes(), &variables] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        let key = hash.finalize().into();
        Some(Self { key, footing })
    }
}

impl Entry {
    /// About how many bytes it takes.
    fn weight(&self) -> u32 {
        let bytes = match self {
            Self::Asked => OVERHEAD / 4,
            Self::Answer(held) => OVERHEAD + held.json.len(),
        };
        u32::try_from(bytes).unwrap_or(u32::MAX)
    }
}

impl KeptAnswers {
    /// In about so many bytes at most. None: there are none.
    pub(crate) fn new(bytes: u64, sources: Sources, metrics: &Metrics) -> Option<Self> {
        let cache = Cache::builder()
            .max_capacity(bytes)
            .weigher(|_, entry: &Entry| entry.weight())
            .build();
        let counts = metrics.kept_answers();
        (bytes > 0).then_some(Self {
            cache,
            sources,
            counts,
        })
    }

    /// Looks whether the answer is known, and holds.
    pub(super) async fn look_up(&self, question: Question) -> Known {
        let Question { key, footing } = question;
        let Some(entry) = self.cache.get(&key) else {
            self.cache.insert(key, Entry::Asked);
            self.counts.new.increment(1);
            return Known::Nothing;
        };
        // Where that can't be told, the answer is made, or fails as it does without memory.
        let looked = tokio::time::timeout(PATIENCE, self.sources.look(footing)).await;
        let Ok(Some(look)) = looked else {
            self.counts.new.increment(1);
            return Known::Nothing;
        };
        match entry {
            Entry::Answer(held) if held.span.has(&look) => {
                self.counts.given.increment(1);
                return Known::Answer(held.json.clone());
            }
            Entry::Answer(_) => self.counts.outdated.increment(1),
            Entry::Asked => self.counts.new.increment(1),
        }
        Known::Wanted(Wanted { key, look })
    }

    /// Keeps an answer that was just made, if everything is still as it was before.
    pub(super) async fn keep(&self, wanted: Wanted, json: &Bytes) {
        // What has no room would stay until the cache is next tidied up.
        let room = self.cache.policy().max_capacity().unwrap_or_default();
        if u64::try_from(json.len() + OVERHEAD).is_ok_and(|bytes| bytes > room) {
            return;
        }
        let span = self.sources.span(wanted.look);
        if let Ok(Some(span)) = tokio::time::timeout(PATIENCE, span).await {
            let json = json.clone();
            let held = Arc::new(Held { json, span });
            self.cache.insert(wanted.key, Entry::Answer(held));
        }
    }
}

#[cfg(test)]
mod tests;
