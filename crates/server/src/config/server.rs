//! Time-outs and connections.

use std::{
    num::{NonZeroU32, NonZeroU64},
    time::Duration,
};

use serde::Deserialize;

/// How the server treats its clients' connections.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSettings {
    /// At most how many connections are open at once.
    pub max_connections: NonZeroU32,
    header_timeout_seconds: NonZeroU64,
    body_timeout_seconds: NonZeroU64,
    request_timeout_seconds: NonZeroU64,
    shutdown_grace_seconds: u64,
    search_patience_milliseconds: u64,
    upload_patience_milliseconds: u64,
}

impl ServerSettings {
    /// How long a client may take for the head of a request.
    #[must_use]
    pub fn header_timeout(&self) -> Duration {
        Duration::from_secs(self.header_timeout_seconds.get())
    }

    /// How long a client may take for the body of a request.
    #[must_use]
    pub fn body_timeout(&self) -> Duration {
        Duration::from_secs(self.body_timeout_seconds.get())
    }

    /// How long the execution of an operation may take.
    #[must_use]
    pub fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.request_timeout_seconds.get())
    }

    /// How long a search waits for the state of the catalogue that it asks for.
    #[must_use]
    pub fn search_patience(&self) -> Duration {
        Duration::from_millis(self.search_patience_milliseconds)
    }

    /// How long a file that is uploaded waits for another writer of the store.
    #[must_use]
    pub fn upload_patience(&self) -> Duration {
        Duration::from_millis(self.upload_patience_milliseconds)
    }

    /// How long requests in flight have to finish when the server is asked to end.
    #[must_use]
    pub fn shutdown_grace(&self) -> Duration {
        Duration::from_secs(self.shutdown_grace_seconds)
    }
}
