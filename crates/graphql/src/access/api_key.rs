//! API keys: their text is shown once, when they are made.

mod mutations;
mod object;
mod query;
mod secret;

pub(crate) use mutations::ApiKeyMutation;
pub(crate) use object::ApiKey;
pub(crate) use query::ApiKeyQuery;
pub use secret::new_api_key;
