//! How many there are, and where.

pub(crate) mod bound;
pub(crate) mod ledger;
pub(crate) mod location;
pub(crate) mod reservation;
pub(crate) mod stock;
mod user_error;
