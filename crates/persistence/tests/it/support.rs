//! What the tests of this crate share.

pub(crate) mod shop;
pub(crate) mod things;
pub(crate) mod whole;
