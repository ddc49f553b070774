//! What a search answers.

use domain::{clock::Timestamp, id::ProductId};
use serde::{Deserialize, Serialize};

use crate::{facet::Facet, query::Cursor, text::Highlighter};

/// A place in the outbox: everything up to it is in the index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

/// Which of the indexes that were built one after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(pub u64);

/// What an index reflects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexState {
    /// Which index.
    pub generation: Generation,
    /// Everything up to here can be found.
    pub position: Position,
    /// When that was committed, by the clock of who did. None: never, the index is new.
    pub indexed_at: Option<Timestamp>,
}

/// The answer to a search.
#[derive(Clone, Debug)]
pub struct SearchAnswer {
    /// The page.
    pub hits: Vec<Hit>,
    /// Whether there are hits behind the last one.
    pub has_next: bool,
    /// How many hits there are in all, exactly. None: it was not asked for.
    pub total: Option<u64>,
    /// The facets, in the order in which they were asked for.
    pub facets: Vec<Facet>,
    /// How the words were read.
    pub stage: Stage,
    /// A better spelling of the query, all of whose words the shop knows. None: it knows those of the query, or no better
    /// ones.
    pub did_you_mean: Option<String>,
    /// Marks in a text what the query found in it. None: there were no words.
    pub highlighter: Option<Highlighter>,
    /// What this answer reflects, or an earlier state.
    pub state: IndexState,
}

/// How the words of a query were read: the first of these that finds anything (the filter aside).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// As they are, every one of them.
    #[default]
    Exact,
    /// Words that no product has, as the nearest that products have; every one of them.
    Corrected,
    /// As many of them as products have together, beginnings of words too.
    Loose,
}

/// A found product.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Which.
    pub id: ProductId,
    /// Where it stands.
    pub cursor: Cursor,
    /// How well it fits; comparable within one search alone. None: hits are not sorted by relevance.
    pub score: Option<f32>,
    /// How the score came about, as the engine tells it. None: it was not asked for.
    pub explanation: Option<serde_json::Value>,
}
