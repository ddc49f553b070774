//! How texts become the terms that are searched: the same for every engine, since it is done here and not by them.
//!
//! Both engines get terms separated by blanks and take them as they are. So a word is cut, folded and stemmed by one rule
//! whichever engine holds it, on every version of it, and a query finds on one what it finds on the other.

mod distance;
mod fold;
mod highlight;
mod language;
mod markup;
mod words;

pub(crate) use distance::{distance, most_typos};
pub(crate) use fold::{code_key, fold, sort_key};
pub use highlight::{Highlighter, Part};
pub(crate) use language::Language;
pub(crate) use markup::plain;
pub(crate) use words::{Word, words};

/// A word of the index that is near one that isn't in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearWord {
    /// The word, folded.
    pub word: String,
    /// How many products have it, roughly.
    pub products: u64,
}
