//! Answers of the embedded index, kept as long as they hold.
//!
//! Shops ask the same again and again: the pages of their categories, the words that everybody types. What the index answers
//! depends on the plan, on what is indexed, and on prices and publication as of the moment. So an answer holds while the
//! segments and their deletions are the same, from the last beginning or end of a price or of a publication to the next one
//! ([`Columns::quiet`](super::columns::Columns::quiet)). Nothing is kept for a time that somebody chose.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
    hash::{DefaultHasher, Hasher as _},
    ops::Range,
    sync::Arc,
};

use moka::sync::Cache;
use tantivy::{Opstamp, Searcher, index::SegmentId};

use crate::{
    plan::{Outcome, Plan},
    query::SortValue,
};

/// What is searched: the segments, and the last deletion in each.
pub(crate) type Searched = BTreeMap<SegmentId, Option<Opstamp>>;

/// Answers that were given lately, within a bound of memory.
#[derive(Clone)]
pub(super) struct Kept(Cache<u64, Arc<Answer>>);

/// A plan as of any moment, to be looked up.
pub(super) struct Question {
    plan: Plan,
    hash: u64,
    bytes: usize,
}

struct Answer {
    question: Question,
    searched: Searched,
    quiet: Range<i64>,
    outcome: Outcome,
    bytes: u32,
}

/// What an entry costs beside its texts.
const OVERHEAD: usize = 512;

impl Kept {
    /// Holds about so many bytes at most.
    pub(super) fn new(bytes: u64) -> Self {
        let kept = Cache::builder()
            .max_capacity(bytes)
            .weigher(|_, answer: &Arc<Answer>| answer.bytes)
            .build();
        Self(kept)
    }

    /// A plan as a question to be looked up. None: its answer isn't kept, since it explains itself or there is no memory.
    pub(super) fn question(&self, plan: &Plan) -> Option<Question> {
        if plan.explain || self.0.policy().max_capacity() == Some(0) {
            return None;
        }
        Question::of(plan)
    }

    /// What was answered, if it holds for what is searched now, at this moment. Its state is that of then.
    pub(super) fn get(&self, question: &Question, searcher: &Searcher, at: i64) -> Option<Outcome> {
        let kept = self.0.get(&question.hash)?;
        let holds = kept.quiet.contains(&at)
            && kept.searched == *searcher.generation().segments()
            && kept.question.plan == question.plan;
        holds.then(|| kept.outcome.clone())
    }

    /// Keeps what was answered from these segments, and holds for these moments.
    pub(super) fn put(
        &self,
        question: Question,
        searcher: &Searcher,
        quiet: Range<i64>,
        outcome: &Outcome,
    ) {
        let bytes = u32::try_from(question.bytes + weight(outcome)).unwrap_or(u32::MAX);
        // What has no room would stay until the cache is next tidied up.
        if u64::from(bytes) > self.0.policy().max_capacity().unwrap_or_default() {
            return;
        }
        let hash = question.hash;
        let answer = Answer {
            question,
            searched: searcher.generation().segments().clone(),
            quiet,
            outcome: outcome.clone(),
            bytes,
        };
        self.0.insert(hash, Arc::new(answer));
    }
}

impl Question {
    fn of(plan: &Plan) -> Option<Self> {
        let plan = Plan {
            at: 0,
            ..plan.clone()
        };
        let mut written = Written::default();
        write!(written, "{plan:?}").ok()?;
        Some(Self {
            plan,
            hash: written.hasher.finish(),
            // About what the text takes, and what holds it.
            bytes: 2 * written.bytes,
        })
    }
}

/// Takes the hash of what is written.
#[derive(Default)]
struct Written {
    hasher: DefaultHasher,
    bytes: usize,
}

impl fmt::Write for Written {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.hasher.write(text.as_bytes());
        self.bytes += text.len();
        Ok(())
    }
}

/// About how many bytes an answer takes.
fn weight(outcome: &Outcome) -> usize {
    let text = |value: &SortValue| match value {
        SortValue::Text(text) => text.len(),
        _ => 0,
    };
    let values = outcome.rows.iter().flat_map(|row| &row.values);
    let values: usize = values
        .map(|value| size_of::<SortValue>() + text(value))
        .sum();
    let terms = outcome.counts.iter().flat_map(|counted| &counted.terms);
    let terms: usize = terms
        .map(|(term, _)| size_of::<(String, u64)>() + term.len())
        .sum();
    let ranges = outcome
        .counts
        .iter()
        .map(|counted| size_of_val(&counted.ranges[..]));
    let counts = size_of_val(&outcome.counts[..]) + ranges.sum::<usize>();
    OVERHEAD + size_of_val(&outcome.rows[..]) + values + terms + counts
}

#[cfg(test)]
mod tests;
