//! Apollo Federation 2: what a gateway asks of a subgraph.
//!
//! `_entities` finds what other subgraphs refer to, and `_service` gives the subgraph's schema. Both are fields of ours:
//! async-graphql's own would show the admin's part to everybody, and let one bad reference refuse all others.

mod entity;
mod query;
mod reference;
mod service;

pub(crate) use query::FederationQuery;
