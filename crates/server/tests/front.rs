//! The front door before a small schema of its own: what a client sees, whatever the catalogue is.

#![expect(clippy::unwrap_used, reason = "a test fails where its fixture does")]

#[path = "front/support.rs"]
mod support;

#[path = "front/batch.rs"]
mod batch;
#[path = "front/documents.rs"]
mod documents;
#[path = "front/entries.rs"]
mod entries;
#[path = "front/execution.rs"]
mod execution;
#[path = "front/hostile.rs"]
mod hostile;
#[path = "front/http.rs"]
mod http;
#[path = "front/introspection.rs"]
mod introspection;
#[path = "front/persisted.rs"]
mod persisted;
#[path = "front/properties.rs"]
mod properties;
#[path = "front/values.rs"]
mod values;
