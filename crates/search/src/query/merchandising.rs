//! A shop's rules for a query or a category. Whoever asks picks the rules that apply (by query or category, channel and
//! date); here they act. Nothing of them is in the index, so that a change acts at once.

use domain::id::ProductId;

use super::Filter;

/// The rules that apply to one search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merchandising {
    /// Synonyms of the context's locale.
    pub synonyms: Vec<Synonym>,
    /// Products that come first, in this order, when sorted by relevance: also where the words don't find them, but only
    /// where the buyer may see them and the filter lets them pass. They are counted.
    pub pins: Vec<ProductId>,
    /// Products whose score is multiplied, when sorted by relevance.
    pub boosts: Vec<Boost>,
}

/// Words that mean the same, as the seller spells them; each may be several words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Synonym {
    /// Each of these finds what the others find.
    TwoWay(Vec<String>),
    /// `from` finds also what `to` finds, but not the other way round.
    OneWay {
        /// What buyers say.
        from: String,
        /// What products say.
        to: Vec<String>,
    },
}

/// Products that count for more, or for less.
#[derive(Clone, Debug, PartialEq)]
pub struct Boost {
    /// Which products: those with a variant that meets this.
    pub filter: Filter,
    /// By what their score is multiplied: above 1 to boost, below 1 to bury. Brought between 0.001 and 1,000.
    pub factor: f32,
}
