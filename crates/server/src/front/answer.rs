//! Answers, and how they are written.

use std::time::Duration;

use async_graphql::indexmap::IndexMap;
use async_graphql::{ErrorExtensionValues, Name, Response, ServerError, Value};
use axum::body::Bytes;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::error::{Code, INTERNAL_MESSAGE, Refusal};

/// What became of a request.
#[derive(Debug)]
pub enum Answer {
    /// It was refused; the answer has no `data`.
    Refused(Refusal),
    /// It was executed; some of its fields may have failed.
    Executed {
        /// What the client is told. The tree that it was written from is gone: it takes many times the room.
        json: Bytes,
        /// How long caches may keep it; zero: not at all. None: something of it failed, so that nobody keeps it.
        kept: Option<Duration>,
    },
}

impl Answer {
    /// The answer as JSON. Keys keep the order that the client asked for.
    pub fn to_json(&self) -> Bytes {
        match self {
            Self::Refused(refusal) => json(&Refused(refusal)),
            Self::Executed { json, .. } => json.clone(),
        }
    }
}

struct Refused<'a>(&'a Refusal);

impl Serialize for Refused<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("errors", &self.0.errors)?;
        if self.0.omitted > 0 {
            map.serialize_entry(
                "extensions",
                &Omitted {
                    omitted_errors: self.0.omitted,
                },
            )?;
        }
        map.end()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Omitted {
    omitted_errors: usize,
}

/// Readies the executor's answer for the client: its errors get a code each, and only so many of them are sent.
///
/// # Errors
/// An answer that never began to execute becomes a refusal.
pub(super) fn finish(
    mut response: Response,
    most_errors: usize,
    request_id: &str,
) -> Result<Response, Refusal> {
    for error in &mut response.errors {
        complete(error, request_id);
    }
    let omitted = response.errors.len().saturating_sub(most_errors);
    response.errors.truncate(most_errors);
    let began =
        response.data != Value::Null || response.errors.iter().any(|error| !error.path.is_empty());
    if !began && !response.errors.is_empty() {
        let refusal = Refusal::of(Code::BadUserInput, response.errors);
        return Err(Refusal { omitted, ..refusal });
    }
    if omitted > 0 {
        response
            .extensions
            .insert(String::from("omittedErrors"), omitted.into());
    }
    Ok(response)
}

/// Writes a finished answer, which caches may keep for so long where nothing of it failed.
pub(super) fn write(response: &Response, kept: Duration) -> Answer {
    Answer::Executed {
        json: json(response),
        kept: response.errors.is_empty().then_some(kept),
    }
}

/// What an operation cost, and what it might have, so that a client can plan.
pub(super) fn tell_cost(response: &mut Response, cost: u64, limit: u64) {
    let cost = IndexMap::from([
        (Name::new("requested"), Value::from(cost)),
        (Name::new("limit"), Value::from(limit)),
    ]);
    let told = Value::Object(cost);
    response.extensions.insert(String::from("cost"), told);
}

/// Gives a code to an error that has none. The executor's own errors about values are the client's; any other is a
/// fault that nobody foresaw: its text goes to the log and not to the client.
fn complete(error: &mut ServerError, request_id: &str) {
    let coded = error
        .extensions
        .as_ref()
        .is_some_and(|extensions| extensions.get("code").is_some());
    if coded {
        return;
    }
    let extensions = error
        .extensions
        .get_or_insert_with(ErrorExtensionValues::default);
    let about_a_value = [
        "Failed to parse \"",
        "Expected input type \"",
        "Invalid value for argument",
    ];
    if about_a_value
        .iter()
        .any(|start| error.message.starts_with(start))
    {
        extensions.set("code", Code::BadUserInput.as_str());
        return;
    }
    tracing::error!(request.id = request_id, error = error.message, path = ?error.path, "a resolver failed without a code");
    extensions.set("code", Code::InternalServerError.as_str());
    extensions.set("requestId", request_id);
    error.message = String::from(INTERNAL_MESSAGE);
}

fn json(value: &impl Serialize) -> Bytes {
    Bytes::from(serde_json::to_vec(value).expect("an answer is made of JSON values"))
}
