//! A search as an engine runs it: words are terms, conditions are terms, orders are keys. Planned once for all engines, so
//! that an engine only translates.

use std::ops::Bound;

use domain::id::ProductId;

use crate::{document::PriceContext, hits::IndexState, query::SortValue};

/// A planned search.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The moment as of which prices and publication count, in microseconds (UTC).
    pub at: i64,
    /// Whom the answer is for.
    pub visible: Visible,
    /// What the words find, and how well.
    pub words: Words,
    /// What no facet lifts.
    pub scope: Match,
    /// What hits must meet besides.
    pub filter: Match,
    /// What to count.
    pub counts: Vec<Count>,
    /// The order; equals are ordered by id.
    pub order: Vec<Key>,
    /// Only what stands behind here: a value for each key of the order, and the id.
    pub after: Option<(Vec<SortValue>, ProductId)>,
    /// How many rows at most.
    pub limit: usize,
    /// Whether to count all hits.
    pub total: bool,
    /// Whether to explain the scores.
    pub explain: bool,
}

/// Whom an answer is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visible {
    /// Whether drafts, archived and unpublished products are seen too.
    pub everything: bool,
    /// The channel.
    pub channel: String,
}

/// Where terms of words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextField {
    /// Terms of the name.
    Name,
    /// Terms of the words in the name that say what the product is, not what it is for: of a mouse pad, `pad`.
    Head,
    /// Terms of the names of the product's own categories.
    Category,
    /// Terms of the words in these that say what the products are.
    Kind,
    /// Terms of the names of the categories above.
    Ancestor,
    /// Terms of the brand.
    Brand,
    /// Terms of searchable attributes and options.
    Attribute,
    /// Terms of the description.
    Description,
    /// Two neighbours of a name, category or attribute written together.
    Joined,
    /// Code, SKUs, barcodes, and what looks like a model's number in the name.
    Code,
    /// The folded words of everything but the description: what queries are corrected to.
    Vocabulary,
}

impl TextField {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::Head,
        Self::Category,
        Self::Kind,
        Self::Ancestor,
        Self::Brand,
        Self::Attribute,
        Self::Description,
        Self::Joined,
        Self::Code,
        Self::Vocabulary,
    ];

    /// What an engine calls it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Head => "head",
            Self::Category => "category",
            Self::Kind => "kind",
            Self::Ancestor => "ancestor",
            Self::Brand => "brand",
            Self::Attribute => "attribute",
            Self::Description => "description",
            Self::Joined => "joined",
            Self::Code => "code",
            Self::Vocabulary => "vocabulary",
        }
    }
}

/// What words find, and how well. Scores are those of BM25 where nothing else is said.
#[derive(Clone, Debug, PartialEq)]
pub enum Words {
    /// Everything, with the score 1.
    Everything,
    /// Nothing.
    Nothing,
    /// Documents with this term, their score multiplied.
    Term {
        /// Where.
        field: TextField,
        /// Which.
        term: String,
        /// By what.
        boost: f32,
    },
    /// Documents with a term that begins so; all have the same score.
    Beginning {
        /// Where.
        field: TextField,
        /// With what.
        beginning: String,
        /// The score.
        score: f32,
    },
    /// Documents with these terms one behind the other.
    Phrase {
        /// Where.
        field: TextField,
        /// Which; two or more.
        terms: Vec<String>,
        /// What the score is multiplied by.
        boost: f32,
    },
    /// All of these; scores are summed.
    All(Vec<Words>),
    /// One of these or more; scores are summed.
    Any(Vec<Words>),
    /// One of these or more; the best score, and this share of the others.
    Best(Vec<Words>, f32),
    /// At least so many of these; scores are summed.
    AtLeast(usize, Vec<Words>),
    /// The first; what it finds has the scores of the others added.
    Preferring(Box<Words>, Vec<Words>),
    /// This product, with this score.
    Product(ProductId, f32),
    /// The first, with the score of what meets a condition multiplied.
    Boosted(Box<Words>, Vec<(Match, f32)>),
    /// The first, without these products.
    Without(Box<Words>, Vec<ProductId>),
}

/// A condition on one variant.
#[derive(Clone, Debug, PartialEq)]
pub enum Match {
    /// All of these; everything meets none.
    All(Vec<Match>),
    /// One of these; nothing meets none.
    Any(Vec<Match>),
    /// Not this.
    Not(Box<Match>),
    /// It has one of these terms.
    Terms(Vec<String>),
    /// It has a term between these.
    Between(Bound<String>, Bound<String>),
    /// Its product has one of these keys.
    Keys(Vec<String>),
    /// Its product has a key between these.
    KeysBetween(Bound<String>, Bound<String>),
    /// It has a price.
    Price(PriceMatch),
}

/// A price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceMatch {
    /// Whose. None: nobody's, there is none.
    pub whose: Option<PriceContext>,
    /// At least this, in millionths.
    pub min: Option<i64>,
    /// At most this, in millionths.
    pub max: Option<i64>,
}

/// What to count the products of, among those that the words find and the scope lets pass.
#[derive(Clone, Debug, PartialEq)]
pub enum Count {
    /// Each term with this beginning that a variant has which meets the condition.
    Terms {
        /// The condition.
        within: Match,
        /// The beginning.
        beginning: String,
    },
    /// Ranges of prices that a variant has which meets the condition.
    Prices {
        /// The condition.
        within: Match,
        /// Whose prices. None: nobody's, there are none.
        whose: Option<PriceContext>,
        /// The ranges, both ends included, in millionths.
        ranges: Vec<(Option<i64>, Option<i64>)>,
    },
    /// Each suggestion with this beginning.
    Suggestions {
        /// The beginning.
        beginning: String,
    },
}

impl Count {
    /// The condition on what is counted. None: everything is.
    #[must_use]
    pub const fn within(&self) -> Option<&Match> {
        match self {
            Self::Terms { within, .. } | Self::Prices { within, .. } => Some(within),
            Self::Suggestions { .. } => None,
        }
    }
}

/// What a count gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counted {
    /// Of terms and suggestions: each with its products, in any order.
    pub terms: Vec<(String, u64)>,
    /// Of prices: the products of each range.
    pub ranges: Vec<u64>,
    /// Of prices: the least and the greatest.
    pub prices: Option<(i64, i64)>,
}

/// What rows are ordered by.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// The score, the greatest first.
    Score,
    /// First what can be had in the channel of the answer, then the rest: 0 and 1.
    SoldOut,
    /// The least price of the variants; without one, last.
    Price {
        /// Whose. None: nobody's, there is none.
        whose: Option<PriceContext>,
        /// Whether the dearest comes first.
        descending: bool,
    },
    /// The moment of creation.
    Created {
        /// Whether the latest comes first.
        descending: bool,
    },
    /// The moment of the last change.
    Updated {
        /// Whether the latest comes first.
        descending: bool,
    },
    /// A text to sort by, of this name; without one, last.
    Text {
        /// Which.
        name: String,
        /// Whether the greatest comes first.
        descending: bool,
    },
}

/// What a plan gave.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// Whether there are more behind them.
    pub more: bool,
    /// How many products the words find that the scope lets pass, whatever the filter: exact where it is small, and never
    /// zero unless there is none.
    pub found: u64,
    /// How many hits there are. None: it was not asked for.
    pub total: Option<u64>,
    /// What was counted, in the order of the plan.
    pub counts: Vec<Counted>,
    /// What this reflects, or an earlier state.
    pub state: IndexState,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which product.
    pub id: ProductId,
    /// A value for each key of the order.
    pub values: Vec<SortValue>,
    /// The score, where one was asked for.
    pub score: Option<f32>,
    /// How it came about, where that was asked for.
    pub explanation: Option<serde_json::Value>,
}
