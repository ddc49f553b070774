//! Introspection, answered from the schema of the viewer's role: what the role may not use isn't in it to be shown.

use apollo_compiler::ExecutableDocument;
use apollo_compiler::collections::HashMap;
use apollo_compiler::executable::Operation;
use apollo_compiler::introspection::{check_max_depth, partial_execute};
use apollo_compiler::response::{ExecutionResponse, JsonMap};
use apollo_compiler::validation::Valid;
use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, Value};
use axum::body::Bytes;
use moka::sync::Cache;

use super::document::{Document, DocumentKey, PreparedOperation};
use super::error::{Code, Refusal};
use super::json::into_object;
use super::lower::position;
use super::one_of;
use super::schema::ViewerSchema;
use super::values::sentence;

/// What an operation asks about the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// Nothing.
    Nothing,
    /// Nothing else.
    Only,
    /// Something, beside data.
    Also,
}

impl Asks {
    /// Looks at the root fields of an operation.
    pub(super) fn of(document: &Document, operation: &Operation) -> Self {
        if !operation.is_query() {
            return Self::Nothing;
        }
        let mut schema = false;
        let mut data = false;
        for field in operation.root_fields(&document.source) {
            match field.name.as_str() {
                "__schema" | "__type" => schema = true,
                "__typename" => {}
                _ => data = true,
            }
        }
        if !schema {
            Self::Nothing
        } else if data {
            Self::Also
        } else {
            Self::Only
        }
    }
}

/// Answers to pure introspection, which tools ask again and again, as JSON.
pub(super) struct Introspections {
    cache: Cache<(DocumentKey, Option<String>), Bytes>,
}

impl Introspections {
    /// An empty cache of at most `capacity` bytes.
    pub(super) fn new(capacity: u64) -> Self {
        let weigh = |_: &(DocumentKey, Option<String>), answer: &Bytes| {
            u32::try_from(answer.len()).unwrap_or(u32::MAX)
        };
        Self {
            cache: Cache::builder()
                .max_capacity(capacity)
                .weigher(weigh)
                .build(),
        }
    }

    /// The whole answer to an operation that asks for nothing but introspection.
    ///
    /// # Errors
    /// `DOCUMENT_TOO_DEEP` when lists of the schema are nested too deeply.
    pub(super) fn answer(
        &self,
        schema: &ViewerSchema,
        document: &Document,
        operation: &PreparedOperation,
        variables: &Valid<JsonMap>,
    ) -> Result<Bytes, Refusal> {
        let cacheable = operation.source.variables.is_empty();
        let key = (
            document.key,
            operation
                .source
                .name
                .as_ref()
                .map(|name| String::from(name.as_str())),
        );
        if cacheable && let Some(answer) = self.cache.get(&key) {
            return Ok(answer);
        }
        let response = execute(schema, document, operation, variables)?;
        let answer = Bytes::from(
            serde_json::to_vec(&response)
                .expect("JSON of strings, lists and numbers can be written"),
        );
        if cacheable {
            self.cache.insert(key, answer.clone());
        }
        Ok(answer)
    }
}

/// The part of an answer that introspection gives, to be laid over that of the executor.
///
/// # Errors
/// `DOCUMENT_TOO_DEEP` when lists of the schema are nested too deeply.
pub(super) fn part(
    schema: &ViewerSchema,
    document: &Document,
    operation: &PreparedOperation,
    variables: &Valid<JsonMap>,
) -> Result<IndexMap<Name, Value>, Refusal> {
    let response = execute(schema, document, operation, variables)?;
    Ok(response.data.map(into_object).unwrap_or_default())
}

fn execute(
    schema: &ViewerSchema,
    document: &Document,
    operation: &PreparedOperation,
    variables: &Valid<JsonMap>,
) -> Result<ExecutionResponse, Refusal> {
    let refuse = |error: apollo_compiler::request::RequestError| {
        let at = position(error.location(), &document.source.sources);
        Refusal::at(
            Code::DocumentTooDeep,
            sentence(&error.message().to_string()),
            at,
        )
    };
    check_max_depth(&document.source, &operation.source).map_err(refuse)?;
    let implementers: &HashMap<_, _> = &schema.implementers;
    let run = |document: &Valid<ExecutableDocument>, operation: &Operation| {
        partial_execute(&schema.schema, implementers, document, operation, variables)
    };
    if !one_of::is_asked(&document.source, &operation.source) {
        return run(&document.source, &operation.source).map_err(refuse);
    }
    let (asked, operation) = one_of::replaced(schema, &document.source, &operation.source);
    let mut response = run(&asked, &operation).map_err(refuse)?;
    response.data = response.data.map(|data| one_of::restored(schema, data));
    Ok(response)
}
