//! What the search index promises, asked of a real engine where `VITRINE_TEST_ELASTICSEARCH` names one.
#![expect(
    clippy::print_stderr,
    reason = "what is left out is said where somebody reads it"
)]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod health;
