//! The vitrine server and command line.

pub mod graphiql;
