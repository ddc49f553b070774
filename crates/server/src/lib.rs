//! The vitrine server and command line.

pub mod front;
pub mod graphiql;
