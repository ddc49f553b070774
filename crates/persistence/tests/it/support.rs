//! What the tests of this crate share.

pub mod shop;
pub mod things;
pub mod whole;
