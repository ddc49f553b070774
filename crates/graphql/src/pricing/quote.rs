//! Quotes: what a cart costs.

mod object;
mod problem;
mod query;

pub(crate) use query::QuoteQuery;
