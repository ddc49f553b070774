//! What the search index promises. Each promise is kept by the embedded index and, where `VITRINE_TEST_ELASTICSEARCH` names
//! one, by a real Elasticsearch: one suite for both.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod again;
mod failures;
mod filters;
mod fixture;
mod generations;
mod health;
mod merchandising;
mod model;
mod paging;
mod suggest;
mod words;
mod writing;
