//! A GraphQL request, read by hand from JSON or from a query string, so that each mistake has a sentence of its own.

use std::collections::HashMap;

use apollo_compiler::response::{JsonMap, JsonValue};
use url::form_urlencoded;

use super::error::{Code, Refusal};
use super::json::{Unreadable, read_strictly};

/// What a client asks: a document, which of its operations, and values for its variables.
#[derive(Debug, Clone, Default)]
pub struct GraphqlRequest {
    /// The document's text. `None` when the document is only named.
    pub query: Option<String>,
    /// The name of the document among those that are kept here. `None` when only its text is sent.
    pub document_id: Option<DocumentId>,
    /// Which operation to run; `None` when the document has only one.
    pub operation_name: Option<String>,
    /// The values of the variables, as sent.
    pub variables: JsonMap,
    /// The extensions, as sent; of them only `persistedQuery` is acted upon.
    pub extensions: JsonMap,
}

/// The name of a document that is kept here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentId {
    /// As `documentId` has it, or as older clients say it, `doc_id` or `id`.
    Id(String),
    /// As `extensions.persistedQuery.sha256Hash` of Apollo's clients has it.
    Hash(String),
}

impl DocumentId {
    /// The name itself.
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Id(id) | Self::Hash(id) => id,
        }
    }
}

/// Names of the member or parameter that names a document. The second and third are looked at only where no document is
/// sent, since clients use them for other ends too.
const IDS: [&str; 3] = ["documentId", "doc_id", "id"];

impl GraphqlRequest {
    /// Reads the JSON body of a POST.
    ///
    /// # Errors
    /// `BAD_REQUEST` when it isn't JSON, a key comes twice or a member has the wrong type; `BATCHING_NOT_SUPPORTED`
    /// when it is a list.
    pub fn from_json(body: &[u8]) -> Result<Self, Refusal> {
        Self::from_json_of(body, usize::MAX)
    }

    /// As [`Self::from_json`], of a body that may have so many values in its variables.
    ///
    /// # Errors
    /// As [`Self::from_json`], and `TOO_MANY_VARIABLES`.
    pub fn from_json_of(body: &[u8], most: usize) -> Result<Self, Refusal> {
        Self::from_value(Self::value_of(body, most)?)
    }

    /// The JSON of a body, which may have so many values.
    pub(super) fn value_of(body: &[u8], most: usize) -> Result<JsonValue, Refusal> {
        if body.is_empty() {
            return Err(bad(
                "The request has no body; send a JSON object with a `query`.",
            ));
        }
        read(body, most, "The request's body")
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
            None | Some(JsonValue::Null) => None,
            Some(JsonValue::String(query)) => Some(String::from(query.as_str())),
            Some(_) => return Err(bad("`query` must be a string.")),
        };
        let operation_name = match members.remove("operationName") {
            None | Some(JsonValue::Null) => None,
            Some(JsonValue::String(name)) => Some(String::from(name.as_str())),
            Some(_) => return Err(bad("`operationName` must be a string or null.")),
        };
        let mut id = None;
        for name in ids(query.as_deref()) {
            match members.remove(*name) {
                Some(JsonValue::String(text)) if id.is_none() => {
                    id = Some(String::from(text.as_str()));
                }
                None | Some(JsonValue::Null | JsonValue::String(_)) => {}
                Some(_) => return Err(bad(format!("`{name}` must be a string or null."))),
            }
        }
        let request = Self {
            query,
            document_id: id.map(DocumentId::Id),
            operation_name: operation_name.filter(|name| !name.is_empty()),
            variables: object(members.remove("variables"), "variables")?,
            extensions: object(members.remove("extensions"), "extensions")?,
        };
        request.with_persisted_query()
    }

    /// Reads Apollo's name of the document out of the extensions, and sees to it that there is a document.
    fn with_persisted_query(mut self) -> Result<Self, Refusal> {
        if let Some(persisted) = self.extensions.get("persistedQuery") {
            let version = persisted.get("version").and_then(JsonValue::as_i64);
            let hash = persisted.get("sha256Hash").and_then(JsonValue::as_str);
            let (Some(1), Some(hash)) = (version, hash) else {
                let message =
                    "`extensions.persistedQuery` must have `version` 1 and a `sha256Hash`.";
                return Err(bad(message));
            };
            let hash = DocumentId::Hash(hash.to_owned());
            self.document_id = self.document_id.or(Some(hash));
        }
        if self.document_id.is_some() {
            // Clients that name a document may send an empty one.
            self.query = self.query.filter(|query| !query.is_empty());
        }
        if self.query.is_none() && self.document_id.is_none() {
            return Err(missing_query());
        }
        Ok(self)
    }

    /// Reads the query string of a GET: `query` or `documentId`, `operationName`, `variables` and `extensions`, the last
    /// two as JSON. An empty parameter is as good as none.
    ///
    /// # Errors
    /// `BAD_REQUEST` when a parameter is missing, comes twice or isn't what it should be.
    pub fn from_query_string(text: &str) -> Result<Self, Refusal> {
        let mut parameters = HashMap::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let known = matches!(
                &*name,
                "query"
                    | "documentId"
                    | "doc_id"
                    | "id"
                    | "operationName"
                    | "variables"
                    | "extensions"
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
        let query = parameters.remove("query");
        let names = ids(query.as_deref()).iter();
        let id = names.fold(None, |id, name| id.or(parameters.remove(*name)));
        let request = Self {
            query,
            document_id: id.map(DocumentId::Id),
            operation_name: parameters.remove("operationName"),
            variables: parameter(parameters.remove("variables"), "variables")?,
            extensions: parameter(parameters.remove("extensions"), "extensions")?,
        };
        request.with_persisted_query()
    }
}

/// Where to look for the name of a document.
fn ids(query: Option<&str>) -> &'static [&'static str] {
    match query {
        Some(text) if !text.is_empty() => &IDS[..1],
        _ => &IDS,
    }
}

/// What the other members of a request may have of values beside its variables: its extensions.
const OTHERS: usize = 100;

/// Reads JSON; `what` is it in a sentence.
fn read(text: &[u8], most: usize, what: &str) -> Result<JsonValue, Refusal> {
    read_strictly(text, most.saturating_add(OTHERS)).map_err(|unreadable| match unreadable {
        Unreadable::Json(error) => bad(format!("{what} isn't valid JSON: {error}.")),
        Unreadable::TooManyValues => {
            let message = format!("The request has too many values; the limit is {most}.");
            Refusal::new(Code::TooManyVariables, message).with("limit", most)
        }
    })
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
    // A query string is short.
    let json = read(
        text.as_bytes(),
        usize::MAX,
        &format!("The parameter `{name}`"),
    )?;
    object(Some(json), name)
}

fn bad(message: impl Into<String>) -> Refusal {
    Refusal::new(Code::BadRequest, message)
}

pub(super) fn missing_query() -> Refusal {
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
        assert_eq!(request.query.as_deref(), Some("query A{a}"));
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

    #[test]
    fn a_document_is_named_in_each_of_the_known_ways() {
        let id = |text: &str| Some(DocumentId::Id(String::from(text)));
        let of = |body: &str| GraphqlRequest::from_json(body.as_bytes()).unwrap();
        for name in ["documentId", "doc_id", "id"] {
            let request = of(&format!("{{\"{name}\":\"x:1\",\"query\":\"\"}}"));
            assert_eq!((request.query, request.document_id), (None, id("x:1")));
            let request = GraphqlRequest::from_query_string(&format!("{name}=x:1")).unwrap();
            assert_eq!((request.query, request.document_id), (None, id("x:1")));
        }
        let apollo = r#"{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}}}"#;
        let hash = Some(DocumentId::Hash(String::from("ab")));
        assert_eq!(of(apollo).document_id, hash);
        let both = of(r#"{"query":"{a}","documentId":"x"}"#);
        assert_eq!(
            (both.query.as_deref(), both.document_id),
            (Some("{a}"), id("x"))
        );
        assert_eq!(of(r#"{"query":"{a}","id":7}"#).document_id, None);
        assert_eq!(
            message(GraphqlRequest::from_json(br#"{"documentId":7}"#)),
            "`documentId` must be a string or null."
        );
        let version = br#"{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"ab"}}}"#;
        assert!(message(GraphqlRequest::from_json(version)).contains("`version` 1"));
    }
}
