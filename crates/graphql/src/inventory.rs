//! How many there are, and where.

pub(crate) mod location;
pub(crate) mod stock;
