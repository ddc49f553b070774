//! The context of a whole request, and contexts that no validation has seen.

use async_graphql::{Error, InputType, Pos, Result, Value};

use super::BuyerContext;
use crate::error::{ErrorCode, refuse};

/// The buyer's context of those fields of a request, and references to entities, that have none of their own: what the
/// header `Vitrine-Context` says, as JSON text. Relay's `node(id:)` and a gateway's references have no place for one.
#[derive(Clone, Debug)]
pub struct DefaultContext(pub String);

impl DefaultContext {
    /// The context that the text says.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where it is no JSON, or no `BuyerContext`.
    pub(crate) fn read(&self) -> Result<BuyerContext> {
        const NAME: &str = "The header `Vitrine-Context`";
        match serde_json::from_str(&self.0) {
            Ok(value) => read_context(NAME, value),
            Err(_) => Err(bad(format!(
                "{NAME} is a JSON object, such as {{\"channel\": \"de\"}}."
            ))),
        }
    }
}

/// A `BuyerContext` that no validation has seen; `name` says where it stands.
///
/// # Errors
/// `BAD_USER_INPUT` where it is none, or has a part that is unknown.
pub(crate) fn read_context(name: &str, value: Value) -> Result<BuyerContext> {
    if let Value::Object(given) = &value
        && let Value::Object(known) = BuyerContext::default().to_value()
        && let Some(unknown) = given.keys().find(|part| !known.contains_key(*part))
    {
        return Err(bad(format!("{name} has no part `{unknown}`.")));
    }
    BuyerContext::parse(Some(value)).map_err(|error| {
        let error = error.into_server_error(Pos::default());
        bad(format!("{name} can't be used: {}", error.message))
    })
}

fn bad(message: String) -> Error {
    refuse(ErrorCode::BadUserInput, message)
}
