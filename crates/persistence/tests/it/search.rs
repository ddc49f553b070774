//! What the search index reads.

mod source;
mod task;
mod touched;
