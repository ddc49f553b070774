//! The command line, as the real program.

mod api_key;
mod configuration;
mod doctor;
mod export;
mod import;
mod migrate;
mod serve;
