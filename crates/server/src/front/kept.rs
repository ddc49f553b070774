//! Answers to storefronts' queries, kept for exactly as long as they hold.
//!
//! A shop's visitors ask the same again and again. What a query answers depends on what is committed, on the search index, and
//! on prices, publications and reservations as of the moment ([`sources`]). As long as all of that is as it was, the answer
//! is, so it is given without being made again; nothing is kept for a time that somebody chose. Whether it still is takes one
//! statement, however much was asked. An answer is kept when it is asked for the second time: most are never asked for again.

mod sources;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use apollo_compiler::executable::{ExecutableDocument, Operation};
use apollo_compiler::response::JsonMap;
use axum::body::Bytes;
use domain::clock::Timestamp;
use graphql::hints::{Footing, footing};
use moka::sync::Cache;
use sha2::{Digest, Sha256};

pub(crate) use sources::Sources;
use sources::State;

use super::document::DocumentKey;
use super::fields::each_field;
use crate::metrics::{Kept as Counted, Metrics};

/// How long it may take to find out whether an answer holds. Making it anew is the way out.
const PATIENCE: Duration = Duration::from_millis(250);

/// What an entry takes beside its answer, about, in bytes.
const OVERHEAD: usize = 512;

/// The answers that were asked for lately, within a bound of memory.
pub(crate) struct KeptAnswers {
    cache: Cache<Key, Entry>,
    sources: Sources,
    metrics: Arc<Metrics>,
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
    state: State,
    /// By the server's clock, from the moment of which it is.
    from: Timestamp,
    until: Option<Timestamp>,
    /// When the next reservation expires. None: none will.
    expires: Option<Instant>,
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
    question: Question,
    state: State,
    from: Timestamp,
    began: Instant,
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

impl KeptAnswers {
    /// In about so many bytes at most. None: there are none.
    pub(crate) fn new(bytes: u64, sources: Sources, metrics: Arc<Metrics>) -> Option<Self> {
        let weigh = |_: &Key, entry: &Entry| match entry {
            Entry::Asked => OVERHEAD / 4,
            Entry::Answer(held) => OVERHEAD + held.json.len(),
        };
        let cache = Cache::builder()
            .max_capacity(bytes)
            .weigher(move |key, entry| u32::try_from(weigh(key, entry)).unwrap_or(u32::MAX))
            .build();
        (bytes > 0).then_some(Self {
            cache,
            sources,
            metrics,
        })
    }

    /// Looks whether the answer is known, and holds.
    pub(super) async fn look_up(&self, question: Question) -> Known {
        let Some(entry) = self.cache.get(&question.key) else {
            self.cache.insert(question.key, Entry::Asked);
            self.metrics.kept_answer(Counted::New);
            return Known::Nothing;
        };
        let (from, began) = (self.sources.now(), Instant::now());
        let state = self.sources.state(question.footing);
        // Where that can't be told, the answer is made, or fails as it does without memory.
        let Ok(Some(state)) = tokio::time::timeout(PATIENCE, state).await else {
            self.metrics.kept_answer(Counted::New);
            return Known::Nothing;
        };
        match entry {
            Entry::Answer(held) if held.holds(&state, from) => {
                self.metrics.kept_answer(Counted::Given);
                return Known::Answer(held.json.clone());
            }
            Entry::Answer(_) => self.metrics.kept_answer(Counted::Outdated),
            Entry::Asked => self.metrics.kept_answer(Counted::New),
        }
        Known::Wanted(Wanted {
            question,
            state,
            from,
            began,
        })
    }

    /// Keeps an answer that was just made, if everything is still as it was before.
    pub(super) async fn keep(&self, wanted: Wanted, json: &Bytes) {
        // What has no room would stay until the cache is next tidied up.
        let room = self.cache.policy().max_capacity().unwrap_or_default();
        if u64::try_from(json.len() + OVERHEAD).is_ok_and(|bytes| bytes > room) {
            return;
        }
        let Wanted {
            question,
            state,
            from,
            began,
        } = wanted;
        let quiet = self.sources.quiet(&state, question.footing, (from, began));
        if let Ok(Some(quiet)) = tokio::time::timeout(PATIENCE, quiet).await {
            let held = Held {
                json: json.clone(),
                state,
                from,
                until: quiet.until,
                expires: quiet.expires,
            };
            self.cache
                .insert(question.key, Entry::Answer(Arc::new(held)));
        }
    }
}

impl Held {
    fn holds(&self, state: &State, now: Timestamp) -> bool {
        self.from <= now
            && self.until.is_none_or(|until| now < until)
            && self.expires.is_none_or(|expires| Instant::now() < expires)
            && self.state == *state
    }
}

#[cfg(test)]
mod tests;
