//! Who may use the API.

pub(crate) mod api_key;
mod user_error;
