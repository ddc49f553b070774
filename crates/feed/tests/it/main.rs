//! Feeds against real databases: what goes in, what comes out, what is refused.

mod broken;
mod csv;
mod export;
mod import;
mod pricing;
mod sample;
mod support;
mod upsert;
