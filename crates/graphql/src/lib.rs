//! The GraphQL schema.
//!
//! [`build`] makes the schema, [`prepare`] readies a request for its viewer, and [`sdl()`] is the schema as a role
//! sees it. Inside, a feature's folder has `object.rs` (the type), `query.rs` (its root fields),
//! `loaders.rs` (what is read in batches) and what else it needs.

// The types of all root fields are one nested future.
#![recursion_limit = "256"]

mod access;
mod audit;
mod bulk;
mod buyer;
mod catalog;
pub mod change;
mod channel;
mod coded;
mod connection;
mod context;
mod error;
mod federation;
pub mod hints;
mod inventory;
pub mod job;
mod loaders;
mod mutation;
mod node;
mod node_id;
mod pricing;
mod scalars;
mod schema;
mod sdl;
pub mod search;
mod viewer;

pub use access::api_key::new_api_key;
pub use buyer::DefaultContext;
pub use error::ErrorCode;
pub use schema::{Mutation, Parts, Query, Schema, Subscription, build, prepare};
pub use sdl::{relay_sdl, sdl, sdl_of, subgraph_sdl};
pub use viewer::{Credential, Role, Viewer};
