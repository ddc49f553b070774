//! Searching: what a client sees, and that the index is in step with the catalogue.

mod agreement;
mod answers;
mod elasticsearch;
mod facets;
mod freshness;
mod killed;
mod merchandising;
mod work;
