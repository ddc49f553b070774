//! Quotes: what a cart costs.

mod object;
mod query;

pub(crate) use query::QuoteQuery;
