//! Answers to storefronts' queries, kept for exactly as long as they hold.
//!
//! A shop's visitors ask the same again and again. What a query answers depends on what is committed, on the search index, and
//! on prices, publications and reservations as of the moment ([`sources`]). As long as all of that is as it was, the answer
//! is, so it is given without being made again; nothing is kept for a time that somebody chose. Whether it still is takes one
//! statement, however much was asked. An answer is kept when it is asked for the second time: most are never asked for again.
//! One that doesn't hold any more is made once for all who ask at the same time ([`turns`]).

mod sources;
mod turns;

use std::{sync::Arc, time::Duration};

use apollo_compiler::executable::{ExecutableDocument, Operation};
use apollo_compiler::response::JsonMap;
use axum::body::Bytes;
use graphql::hints::{Footing, footing};
use moka::sync::Cache;
use sha2::{Digest, Sha256};

pub(crate) use sources::Sources;
use sources::{Look, Span};
use turns::{Got, Turn, Turns};

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
    /// How long somebody waits for what another one makes.
    patience: Duration,
    counts: KeptAnswerCounts,
}

type Key = [u8; 32];

/// What was asked for once or more.
#[derive(Clone, Default)]
struct Entry {
    turns: Arc<Turns>,
    /// None: none was kept so far.
    held: Option<Arc<Held>>,
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

/// An answer that is about to be made, for all who wait for it, and what it will be made of.
pub(super) struct Wanted {
    key: Key,
    /// None: nobody could tell, and so it isn't kept.
    look: Option<Look>,
    turn: Turn,
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
        let bytes = match &self.held {
            None => OVERHEAD / 2,
            Some(held) => OVERHEAD + held.json.len(),
        };
        u32::try_from(bytes).unwrap_or(u32::MAX)
    }

    /// The answer, if it still holds.
    fn holding(&self, look: Option<&Look>) -> Option<Bytes> {
        let held = self.held.as_ref()?;
        held.span.has(look?).then(|| held.json.clone())
    }
}

impl KeptAnswers {
    /// In about so many bytes at most, for those who wait so long at most for what another one makes. None: there are none.
    pub(crate) fn new(
        bytes: u64,
        patience: Duration,
        sources: Sources,
        metrics: &Metrics,
    ) -> Option<Self> {
        let cache = Cache::builder()
            .max_capacity(bytes)
            .weigher(|_, entry: &Entry| entry.weight())
            .build();
        let counts = metrics.kept_answers();
        (bytes > 0).then_some(Self {
            cache,
            sources,
            patience,
            counts,
        })
    }

    /// Looks whether the answer is known, and holds, or waits until another one has made it.
    pub(super) async fn look_up(&self, question: Question) -> Known {
        let Question { key, footing } = question;
        let Some(mut entry) = self.cache.get(&key) else {
            self.cache.insert(key, Entry::default());
            self.counts.new.increment(1);
            return Known::Nothing;
        };
        let mut look = None;
        // Whoever is making it has found none that holds.
        if !entry.turns.is_taken() {
            look = self.look(footing).await;
            if let Some(json) = entry.holding(look.as_ref()) {
                return self.given(json);
            }
        }
        let turn = match Arc::clone(&entry.turns).wait(self.patience).await {
            Got::Answer(json) => {
                self.counts.shared.increment(1);
                return Known::Answer(json);
            }
            Got::Nothing => {
                self.counts.new.increment(1);
                return Known::Nothing;
            }
            Got::Turn(turn) => turn,
        };
        if turn.waited || look.is_none() {
            // Whoever had the turn before may have made one that holds.
            entry = self.cache.get(&key).unwrap_or(entry);
            look = self.look(footing).await;
            if let Some(json) = entry.holding(look.as_ref()) {
                turn.end(Some(&json));
                return self.given(json);
            }
        }
        let count = if entry.held.is_some() {
            &self.counts.outdated
        } else {
            &self.counts.new
        };
        count.increment(1);
        Known::Wanted(Wanted { key, look, turn })
    }

    /// Looks what an answer would be made of now. None: that can't be told, so that it is made, or fails as it does without
    /// memory.
    async fn look(&self, footing: Footing) -> Option<Look> {
        let looked = tokio::time::timeout(PATIENCE, self.sources.look(footing)).await;
        looked.ok().flatten()
    }

    fn given(&self, json: Bytes) -> Known {
        self.counts.given.increment(1);
        Known::Answer(json)
    }

    /// Gives an answer that was just made to all who wait for it, and keeps it, if everything is still as it was before.
    /// None: it is for its maker alone.
    pub(super) async fn keep(&self, wanted: Wanted, json: Option<&Bytes>) {
        let Wanted { key, look, turn } = wanted;
        if let (Some(json), Some(look)) = (json, look)
            && self.has_room(json)
        {
            let span = self.sources.span(look);
            if let Ok(Some(span)) = tokio::time::timeout(PATIENCE, span).await {
                let json = json.clone();
                let entry = Entry {
                    turns: turn.turns(),
                    held: Some(Arc::new(Held { json, span })),
                };
                self.cache.insert(key, entry);
            }
        }
        // It is kept before the next turn begins, in which it is looked for.
        turn.end(json);
    }

    /// What has no room would stay until the cache is next tidied up.
    fn has_room(&self, json: &Bytes) -> bool {
        let room = self.cache.policy().max_capacity().unwrap_or_default();
        u64::try_from(json.len() + OVERHEAD).is_ok_and(|bytes| bytes <= room)
    }
}

#[cfg(test)]
mod tests;
