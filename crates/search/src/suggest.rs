//! Autocomplete: what somebody who typed so far may mean.

use domain::{id::ProductId, text::Code};

use crate::query::{SearchContext, Synonym};

/// What was typed so far.
#[derive(Clone, Debug)]
pub struct SuggestRequest {
    /// Who types.
    pub context: SearchContext,
    /// The beginning: whole words, and the beginning of the last one.
    pub prefix: String,
    /// How many suggestions of each kind, at most 100.
    pub limit: usize,
    /// Synonyms of the context's locale.
    pub synonyms: Vec<Synonym>,
}

/// What may be meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suggestions {
    /// Products, the best first.
    pub products: Vec<ProductId>,
    /// Categories with visible products and a name one of whose words begins so, those with most products first.
    pub categories: Vec<SuggestedCategory>,
    /// Queries that find something, those with most products first.
    pub queries: Vec<SuggestedQuery>,
}

/// A category that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedCategory {
    /// Which.
    pub code: Code,
    /// Its name in the context's locale.
    pub name: String,
    /// How many visible products it has, those of the categories below included.
    pub count: u64,
}

/// A query that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedQuery {
    /// The words, as the catalogue spells them.
    pub text: String,
    /// How many visible products are of that brand, or of that brand in that category.
    pub count: u64,
}
