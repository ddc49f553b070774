//! What the search index promises, asked of a real engine where VITRINE_TEST_ELASTICSEARCH names one.

mod health;
