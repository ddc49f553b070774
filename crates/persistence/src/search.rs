//! What the search index is made of, and what it is asked to do: whole products in batches, the products that a change
//! touches, and tasks for the server that holds an index.

mod rule;
mod source;
mod task;
mod touched;

pub use rule::{
    Occasion, Ranking, Redirect, RuleBody, SearchRuleKind, SearchRules, StoredRule, Synonyms,
    Target, Weight, When,
};
pub use source::{CategorySource, ProductSource, Sources};
pub use task::{SearchTask, SearchTaskKind, SearchTaskState};
pub use touched::Sweep;
