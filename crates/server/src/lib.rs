//! The vitrine server and command line.
//!
//! [`command`] is what people call, [`build_app`] what answers requests, [`front`] the one door that every GraphQL document
//! takes.

mod app;
mod auth;
pub mod command;
pub mod config;
mod exports;
pub mod front;
pub mod graphiql;
mod health;
mod hub;
pub mod indexer;
pub mod jobs;
pub mod listen;
pub mod live;
pub mod metrics;
mod observe;
mod problem;
mod rate;
pub mod request_id;
mod router;
pub mod shutdown;
mod socket;
pub mod store;
pub mod system;
pub mod telemetry;
mod upkeep;

pub use app::{App, assemble, build_app, build_app_with};
