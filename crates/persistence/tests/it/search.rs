//! What the search index reads.

mod rule;
mod source;
mod task;
mod touched;
