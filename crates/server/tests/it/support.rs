//! What the tests of this crate share.

pub(crate) mod app;
pub(crate) mod client;
pub(crate) mod issuer;
pub(crate) mod passage;
pub(crate) mod program;
pub(crate) mod shop;
pub(crate) mod socket;
pub(crate) mod wire;
