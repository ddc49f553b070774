//! What is known of fields before they are resolved: how long an answer with them holds, and how much work they are.
//!
//! The front door reads these tables when it prepares a document, so nothing of it costs anything while a request runs. A
//! field that isn't named here is as its parent, an object or a list like any other.

mod effort;
mod footing;
mod freshness;

pub use effort::{effort, page, usual};
pub use footing::{Footing, footing};
pub use freshness::{Freshness, freshness, freshness_of_word};
