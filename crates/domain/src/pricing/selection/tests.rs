//! The rule by examples, one for each sentence of it; `model` compares it with one written independently.

mod examples;
mod explained;
mod laws;
mod model;
