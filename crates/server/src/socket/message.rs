//! The messages of the protocol: those of clients, read strictly, and ours.

use apollo_compiler::response::{JsonMap, JsonValue};
use async_graphql::ServerError;

use crate::front::{Answer, GraphqlRequest, Unreadable, read_strictly};

/// What a client says.
#[derive(Debug)]
pub(super) enum Said {
    /// Begins the connection. The payload's `authorization`, under any spelling; `None`: it has none.
    Init(Option<JsonValue>),
    /// Asks for a pong, which carries the same payload back.
    Ping(Option<JsonMap>),
    /// Needs no answer.
    Pong,
    /// Begins an operation under an id of the client's.
    Subscribe(String, GraphqlRequest),
    /// Doesn't want any more of an operation.
    Complete(String),
}

/// Reads a message of at most so many values.
///
/// # Errors
/// What is wrong with it, as the reason of close code 4400.
pub(super) fn read(text: &str, most: usize) -> Result<Said, String> {
    let json = read_strictly(text.as_bytes(), most).map_err(|unreadable| match unreadable {
        Unreadable::Json(error) => format!("Invalid message: not JSON: {error}"),
        Unreadable::TooManyValues => format!("Invalid message: more than {most} values"),
    })?;
    let JsonValue::Object(mut message) = json else {
        return Err(String::from("Invalid message: not a JSON object"));
    };
    let Some(JsonValue::String(kind)) = message.remove("type") else {
        return Err(String::from("Invalid message: `type` must be a string"));
    };
    match kind.as_str() {
        "connection_init" => {
            let payload = payload(&mut message)?.unwrap_or_default();
            let mut members = payload.into_iter();
            let named =
                members.find(|(name, _)| name.as_str().eq_ignore_ascii_case("authorization"));
            Ok(Said::Init(
                named
                    .map(|(_, value)| value)
                    .filter(|value| *value != JsonValue::Null),
            ))
        }
        "ping" => payload(&mut message).map(Said::Ping),
        "pong" => payload(&mut message).map(|_| Said::Pong),
        "subscribe" => {
            let id = id(&mut message)?;
            let request = match message.remove("payload") {
                Some(payload @ JsonValue::Object(_)) => GraphqlRequest::from_value(payload),
                _ => return Err(String::from("Invalid message: `payload` must be an object")),
            };
            let request = request.map_err(|refusal| {
                let why = refusal.errors.first().map(|error| error.message.as_str());
                format!("Invalid message: {}", why.unwrap_or("bad payload"))
            })?;
            Ok(Said::Subscribe(id, request))
        }
        "complete" => id(&mut message).map(Said::Complete),
        other => {
            let shown: String = other.chars().take(40).collect();
            Err(format!("Invalid message: clients send no `{shown}`"))
        }
    }
}

/// A payload that may be anything of one's own.
fn payload(message: &mut JsonMap) -> Result<Option<JsonMap>, String> {
    match message.remove("payload") {
        None | Some(JsonValue::Null) => Ok(None),
        Some(JsonValue::Object(payload)) => Ok(Some(payload)),
        Some(_) => Err(String::from(
            "Invalid message: `payload` must be an object or null",
        )),
    }
}

/// The longest id that is kept for a client, in bytes. A UUID has 36.
const LONGEST_ID: usize = 256;

fn id(message: &mut JsonMap) -> Result<String, String> {
    match message.remove("id") {
        Some(JsonValue::String(id)) if (1..=LONGEST_ID).contains(&id.as_str().len()) => {
            Ok(String::from(id.as_str()))
        }
        _ => Err(format!(
            "Invalid message: `id` must be a string of 1 to {LONGEST_ID} bytes"
        )),
    }
}

/// The connection is acknowledged.
pub(super) const ACK: &str = r#"{"type":"connection_ack"}"#;

/// An answer to a ping.
pub(super) fn pong(payload: Option<JsonMap>) -> String {
    payload.map_or_else(
        || String::from(r#"{"type":"pong"}"#),
        |payload| {
            format!(
                r#"{{"type":"pong","payload":{}}}"#,
                JsonValue::Object(payload)
            )
        },
    )
}

/// An answer of an operation. A refusal ends it.
pub(super) fn answer(id: &str, answer: &Answer) -> String {
    let id = quoted(id);
    match answer {
        Answer::Refused(refusal) => error(&id, &refusal.errors),
        Answer::Executed { json, .. } => {
            let payload = String::from_utf8_lossy(json);
            format!(r#"{{"id":{id},"type":"next","payload":{payload}}}"#)
        }
    }
}

fn error(quoted_id: &str, errors: &[ServerError]) -> String {
    let errors = serde_json::to_string(errors).expect("errors are made of JSON values");
    format!(r#"{{"id":{quoted_id},"type":"error","payload":{errors}}}"#)
}

/// An operation has given its last answer.
pub(super) fn complete(id: &str) -> String {
    format!(r#"{{"id":{},"type":"complete"}}"#, quoted(id))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_protocol_does_not_have_is_told_in_a_sentence() {
        for (text, why) in [
            ("nonsense", "not JSON"),
            ("[]", "not a JSON object"),
            ("{}", "`type`"),
            (r#"{"type":1}"#, "`type`"),
            (r#"{"type":"start"}"#, "clients send no `start`"),
            (
                r#"{"type":"next","id":"1","payload":{}}"#,
                "clients send no `next`",
            ),
            (r#"{"type":"connection_init","payload":"x"}"#, "`payload`"),
            (r#"{"type":"ping","payload":[1]}"#, "`payload`"),
            (r#"{"type":"subscribe","payload":{"query":"{a}"}}"#, "`id`"),
            (
                r#"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#,
                "`id`",
            ),
            (
                r#"{"type":"subscribe","id":7,"payload":{"query":"{a}"}}"#,
                "`id`",
            ),
            (r#"{"type":"subscribe","id":"1"}"#, "`payload`"),
            (
                r#"{"type":"subscribe","id":"1","payload":{}}"#,
                "no `query`",
            ),
            (
                r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":"x"}}"#,
                "`variables`",
            ),
            (r#"{"type":"complete"}"#, "`id`"),
            (r#"{"type":"ping","type":"ping"}"#, "comes twice"),
        ] {
            let error = read(text, 1_000).expect_err(text);
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn the_token_is_found_however_it_is_spelt() {
        for name in ["authorization", "Authorization"] {
            let text = format!(r#"{{"type":"connection_init","payload":{{"{name}":"Bearer x"}}}}"#);
            assert!(matches!(
                read(&text, 1_000),
                Ok(Said::Init(Some(JsonValue::String(_))))
            ));
        }
        assert!(matches!(
            read(r#"{"type":"connection_init","payload":null}"#, 1_000),
            Ok(Said::Init(None))
        ));
    }
}
