//! A GraphQL request, read by hand from JSON or from a query string, so that each mistake has a sentence of its own.

use std::collections::HashMap;

use apollo_compiler::response::{JsonMap, JsonValue};
use url::form_urlencoded;

use super::error::{Code, Refusal};
use super::json::Strict;

/// What a client asks: a document, which of its operations, and values for its variables.
#[derive(Debug, Clone, Default)]
pub struct GraphqlRequest {
    /// The document's text.
    pub query: String,
    /// Which operation to run; `None` when the document has only one.
    pub operation_name: Option<String>,
    /// The values of the variables, as sent.
    pub variables: JsonMap,
    /// The extensions, as sent; nothing in them is acted upon.
    pub extensions: JsonMap,
}

impl GraphqlRequest {
    /// Reads the JSON body of a POST.
    ///
    /// # Errors
    /// `BAD_REQUEST` when it isn't JSON, a key comes twice or a member has the wrong type; `BATCHING_NOT_SUPPORTED`
    /// when it is a list.
    pub fn from_json(body: &[u8]) -> Result<Self, Refusal> {
        if body.is_empty() {
            return Err(bad(
                "The request has no body; send a JSON object with a `query`.",
            ));
        }
        let Strict(json) = serde_json::from_slice(body)
            .map_err(|error| bad(format!("The request's body isn't valid JSON: {error}.")))?;
        Self::from_value(json)
    }

    /// Reads a request that is a JSON value already.
    ///
    /// # Errors
    /// As [`Self::from_json`].
    pub fn from_value(json: JsonValue) -> Result<Self, Refusal> {
        let mut members = match json {
            JsonValue::Object(members) => members,
            JsonValue::Array(_) => {
                let message = "A list of requests isn't supported; send one request at a time.";
                return Err(Refusal::new(Code::BatchingNotSupported, message));
            }
            _ => {
                return Err(bad(
                    "The request's body must be a JSON object with a `query`.",
                ));
            }
        };
        let query = match members.remove("query") {
            Some(JsonValue::String(query)) => String::from(query.as_str()),
            None | Some(JsonValue::Null) => return Err(missing_query()),
            Some(_) => return Err(bad("`query` must be a string.")),
        };
        let operation_name = match members.remove("operationName") {
            None | Some(JsonValue::Null) => None,
            Some(JsonValue::String(name)) => Some(String::from(name.as_str())),
            Some(_) => return Err(bad("`operationName` must be a string or null.")),
        };
        Ok(Self {
            query,
            operation_name: operation_name.filter(|name| !name.is_empty()),
            variables: object(members.remove("variables"), "variables")?,
            extensions: object(members.remove("extensions"), "extensions")?,
        })
    }

    /// Reads the query string of a GET: `query`, `operationName`, `variables` and `extensions`, the last two as JSON. An
    /// empty parameter is as good as none.
    ///
    /// # Errors
    /// `BAD_REQUEST` when a parameter is missing, comes twice or isn't what it should be.
    pub fn from_query_string(text: &str) -> Result<Self, Refusal> {
        let mut parameters = HashMap::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let known = matches!(
                &*name,
                "query" | "operationName" | "variables" | "extensions"
            );
            if !known || value.is_empty() {
                continue;
            }
            if parameters
                .insert(name.clone(), value.into_owned())
                .is_some()
            {
                return Err(bad(format!("The parameter `{name}` comes twice.")));
            }
        }
        Ok(Self {
            query: parameters.remove("query").ok_or_else(missing_query)?,
            operation_name: parameters.remove("operationName"),
            variables: parameter(parameters.remove("variables"), "variables")?,
            extensions: parameter(parameters.remove("extensions"), "extensions")?,
        })
    }
}

/// An object that may be absent or null.
fn object(value: Option<JsonValue>, name: &str) -> Result<JsonMap, Refusal> {
    match value {
        None | Some(JsonValue::Null) => Ok(JsonMap::new()),
        Some(JsonValue::Object(members)) => Ok(members),
        Some(_) => Err(bad(format!("`{name}` must be an object or null."))),
    }
}

/// An object in JSON that may be absent.
fn parameter(text: Option<String>, name: &str) -> Result<JsonMap, Refusal> {
    let Some(text) = text else {
        return Ok(JsonMap::new());
    };
    let Strict(json) = serde_json::from_str(&text)
        .map_err(|error| bad(format!("The parameter `{name}` isn't valid JSON: {error}.")))?;
    object(Some(json), name)
}

fn bad(message: impl Into<String>) -> Refusal {
    Refusal::new(Code::BadRequest, message)
}

fn missing_query() -> Refusal {
    bad("The request has no `query`.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(result: Result<GraphqlRequest, Refusal>) -> String {
        let refusal = result.expect_err("the request should be refused");
        refusal.errors[0].message.clone()
    }

    #[test]
    fn wrong_members_are_named_in_plain_words() {
        let of = |body: &str| message(GraphqlRequest::from_json(body.as_bytes()));
        assert_eq!(
            of(""),
            "The request has no body; send a JSON object with a `query`."
        );
        assert_eq!(of("{}"), "The request has no `query`.");
        assert_eq!(
            of("7"),
            "The request's body must be a JSON object with a `query`."
        );
        assert_eq!(
            of(r#"[{"query":"{a}"}]"#),
            "A list of requests isn't supported; send one request at a time."
        );
        assert_eq!(of(r#"{"query":1}"#), "`query` must be a string.");
        assert_eq!(
            of(r#"{"query":"{a}","operationName":1}"#),
            "`operationName` must be a string or null."
        );
        assert_eq!(
            of(r#"{"query":"{a}","variables":[]}"#),
            "`variables` must be an object or null."
        );
        assert_eq!(
            of(r#"{"query":"{a}","query":"{b}"}"#),
            "The request's body isn't valid JSON: the key \"query\" comes twice at line 1 column 29."
        );
        assert!(
            of(r#"{"query":"{a}","variables":{"a":{"b":1,"b":2}}}"#).contains("\"b\" comes twice")
        );
        assert!(of(r#"{"query":"\uD800"}"#).starts_with("The request's body isn't valid JSON:"));
    }

    #[test]
    fn variables_keep_their_order() {
        let request =
            GraphqlRequest::from_json(br#"{"query":"{a}","variables":{"z":{"y":1,"b":2},"a":3}}"#)
                .unwrap();
        assert_eq!(
            JsonValue::Object(request.variables).to_string(),
            r#"{"z":{"y":1,"b":2},"a":3}"#
        );
    }

    #[test]
    fn a_query_string_is_read_with_its_operation_name_and_variables() {
        let text = "query=query+A{a}&operationName=A&variables=%7B%22x%22%3A1%7D&extensions=&other=1&other=2";
        let request = GraphqlRequest::from_query_string(text).unwrap();
        assert_eq!(request.query, "query A{a}");
        assert_eq!(request.operation_name.as_deref(), Some("A"));
        assert_eq!(
            JsonValue::Object(request.variables).to_string(),
            r#"{"x":1}"#
        );
        assert_eq!(
            message(GraphqlRequest::from_query_string("query={a}&query={b}")),
            "The parameter `query` comes twice."
        );
        assert_eq!(
            message(GraphqlRequest::from_query_string("variables={}")),
            "The request has no `query`."
        );
        assert_eq!(
            message(GraphqlRequest::from_query_string("query={a}&variables=7")),
            "`variables` must be an object or null."
        );
    }
}
