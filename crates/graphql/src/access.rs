//! Who may use the API.

pub(crate) mod api_key;
mod arguments;
mod needs;
mod permission;
mod table;
mod user_error;

pub(crate) use arguments::refused;
pub(crate) use needs::Needs;
pub(crate) use table::table;
