//! What one request may ask for.

use std::{
    num::{NonZeroU64, NonZeroUsize},
    time::Duration,
};

use serde::Deserialize;

use super::ServerSettings;
use crate::front::Limits;

/// The limits of the front door, as they are configured; [`Limits`] says what each measures.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitSettings {
    body_bytes: NonZeroUsize,
    upload_bytes: NonZeroU64,
    query_string_bytes: NonZeroUsize,
    document_bytes: NonZeroUsize,
    tokens: NonZeroUsize,
    operations: NonZeroUsize,
    depth: NonZeroUsize,
    introspection_depth: NonZeroUsize,
    #[serde(deserialize_with = "nesting")]
    nesting: NonZeroUsize,
    fields: NonZeroUsize,
    root_fields: NonZeroUsize,
    aliases: NonZeroUsize,
    directives: NonZeroUsize,
    list_values: NonZeroUsize,
    variables: NonZeroUsize,
    variable_values: NonZeroUsize,
    batch: usize,
    cost: NonZeroU64,
    costly: NonZeroU64,
    costly_requests: usize,
    requests: NonZeroUsize,
    patience_milliseconds: u64,
    bodies_bytes: NonZeroUsize,
    errors: NonZeroUsize,
    document_cache_bytes: NonZeroU64,
}

/// The executor gives up at 32.
fn nesting<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<NonZeroUsize, D::Error> {
    let nesting = NonZeroUsize::deserialize(deserializer)?;
    if nesting.get() < 32 {
        Ok(nesting)
    } else {
        Err(serde::de::Error::custom(format!(
            "{nesting} is too much; at most 31"
        )))
    }
}

impl LimitSettings {
    /// As the front door takes them.
    #[must_use]
    pub fn of_front(&self, server: &ServerSettings) -> Limits {
        Limits {
            body_bytes: self.body_bytes.get(),
            upload_bytes: self.upload_bytes.get(),
            query_string_bytes: self.query_string_bytes.get(),
            document_bytes: self.document_bytes.get(),
            tokens: self.tokens.get(),
            operations: self.operations.get(),
            depth: self.depth.get(),
            introspection_depth: self.introspection_depth.get(),
            nesting: self.nesting.get(),
            fields: self.fields.get(),
            root_fields: self.root_fields.get(),
            aliases: self.aliases.get(),
            directives: self.directives.get(),
            list_values: self.list_values.get(),
            variables: self.variables.get(),
            variable_values: self.variable_values.get(),
            batch: self.batch,
            cost: self.cost.get(),
            costly: self.costly.get(),
            costly_requests: self.costly_requests,
            requests: self.requests.get(),
            patience: Duration::from_millis(self.patience_milliseconds),
            bodies_bytes: self.bodies_bytes.get(),
            errors: self.errors.get(),
            document_cache_bytes: self.document_cache_bytes.get(),
            body_timeout: server.body_timeout(),
            request_timeout: server.request_timeout(),
            upload_patience: server.upload_patience(),
        }
    }
}
