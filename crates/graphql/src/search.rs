//! Searching: `search`, `suggest`, and category pages by search. The index finds and counts; what is shown of a hit is
//! read from the catalogue, by the same loaders as everywhere, so that a page never shows what the store doesn't have.

mod ask;
mod cursor;
mod facet;
mod filter;
mod follower;
mod hit;
mod labels;
mod merchandising;
mod query;
mod results;
mod rule;
mod similar;
mod sort;
mod suggest;
mod wording;

pub(crate) use ask::{Asked as SearchAsked, ask};
pub(crate) use facet::FacetInput;
pub(crate) use filter::SearchFilter;
pub use follower::{Behind, Follower, Searching, Waited};
pub use merchandising::synonyms_of;
pub(crate) use query::SearchQuery;
pub(crate) use results::{OutOfStock, SearchResults};
pub(crate) use rule::{RuleMutation, RuleQuery};
pub(crate) use similar::similar;
pub(crate) use sort::SearchSort;
