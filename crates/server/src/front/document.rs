//! Documents: parsed, measured, validated for a role, and kept by their hash.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use apollo_compiler::ast;
use apollo_compiler::executable::{self, ExecutableDocument, OperationType};
use apollo_compiler::validation::{DiagnosticList, Valid};
use async_graphql::parser::types as lowered;
use async_graphql::{Pos, ServerError};
use graphql::Role;
use graphql::hints::Footing;
use moka::sync::Cache;
use sha2::{Digest, Sha256};

use super::cost::Cost;
use super::error::{Code, Refusal, error};
use super::keeping::{AskedBy, Keeping};
use super::kept::rests_on;
use super::limits::Limits;
use super::lower::lower;
use super::schema::ViewerSchema;
use super::{guard, tokens, values};

/// How deeply the parser nests before it gives up, in its own count; it keeps the stack safe and is met only by what
/// passes the limits of the guard as well.
const PARSER_RECURSION: usize = 200;

/// Names a document together with the role for which it was validated.
pub(super) type DocumentKey = [u8; 32];

/// A document that fits the schema of a role and the limits.
pub(super) struct Document {
    pub key: DocumentKey,
    pub source: Valid<ExecutableDocument>,
    operations: Vec<PreparedOperation>,
}

/// One operation of a document.
pub(super) struct PreparedOperation {
    pub source: apollo_compiler::Node<executable::Operation>,
    pub cost: Cost,
    /// How long caches may keep its answers. Zero: not at all.
    pub kept: Duration,
    /// What decides that beside what it shows.
    pub asked_by: AskedBy,
    /// What its answers rest on.
    pub footing: Footing,
    /// The operation for the executor, made when it is first run.
    lowered: OnceLock<lowered::ExecutableDocument>,
}

impl Document {
    /// The operation that a request asks for.
    ///
    /// # Errors
    /// `OPERATION_RESOLUTION_FAILURE` when there is none of that name, or several and no name.
    pub(super) fn operation(&self, name: Option<&str>) -> Result<&PreparedOperation, Refusal> {
        let refuse = |message: String| Err(Refusal::new(Code::OperationResolutionFailure, message));
        match (name, &*self.operations) {
            (None, [only]) => Ok(only),
            (None, all) => refuse(format!(
                "The document has {} operations; name one in `operationName`.",
                all.len()
            )),
            (Some(name), all) => {
                let found = all
                    .iter()
                    .find(|operation| operation.source.name.as_deref() == Some(name));
                let shown: String = name.chars().take(50).collect();
                found.map_or_else(
                    || refuse(format!("The document has no operation named \"{shown}\".")),
                    Ok,
                )
            }
        }
    }
}

impl PreparedOperation {
    pub(super) fn kind(&self) -> OperationType {
        self.source.operation_type
    }

    /// The operation for the executor.
    pub(super) fn lowered(&self, document: &Document) -> lowered::ExecutableDocument {
        self.lowered
            .get_or_init(|| lower(&document.source, &self.source))
            .clone()
    }
}

/// The bytes that a document takes, about: measured on storefront documents the two syntax trees take some eighty times the text.
fn weight(document: &Arc<Document>) -> u32 {
    let sources = document.source.sources.values();
    let bytes: usize = sources.map(|source| source.source_text().len()).sum();
    u32::try_from(4_096 + 80 * bytes).unwrap_or(u32::MAX)
}

/// The documents that were validated lately.
pub(super) struct Documents {
    cache: Cache<DocumentKey, Arc<Document>>,
    limits: Limits,
    keeping: Keeping,
}

impl Documents {
    pub(super) fn new(limits: Limits, keeping: Keeping) -> Self {
        Self {
            cache: Cache::builder()
                .max_capacity(limits.document_cache_bytes)
                .weigher(|_, document| weight(document))
                .build(),
            limits,
            keeping,
        }
    }

    /// How long answers may be kept.
    pub(super) const fn keeping(&self) -> &Keeping {
        &self.keeping
    }

    /// The document of a text for a role, from the cache or through all checks.
    ///
    /// # Errors
    /// A limit, `GRAPHQL_PARSE_FAILED` or `GRAPHQL_VALIDATION_FAILED`.
    pub(super) fn get(
        &self,
        text: &str,
        role: Role,
        schema: &ViewerSchema,
    ) -> Result<Arc<Document>, Refusal> {
        if text.len() > self.limits.document_bytes {
            let (limit, measured) = (self.limits.document_bytes, text.len());
            return Err(Refusal::limit(
                Code::DocumentTooLong,
                "bytes in its document",
                limit,
                measured,
            ));
        }
        let key = key(text, role);
        if let Some(document) = self.cache.get(&key) {
            return Ok(document);
        }
        let document = Arc::new(self.check(key, text, schema)?);
        // What has no room there would stay until the cache is next tidied up.
        if u64::from(weight(&document)) <= self.limits.document_cache_bytes {
            self.cache.insert(key, Arc::clone(&document));
        }
        Ok(document)
    }

    /// Takes a document through all checks.
    fn check(
        &self,
        key: DocumentKey,
        text: &str,
        schema: &ViewerSchema,
    ) -> Result<Document, Refusal> {
        let limits = &self.limits;
        let scan = tokens::scan(text);
        if scan.tokens > limits.tokens {
            return Err(Refusal::limit(
                Code::TooManyTokens,
                "tokens in its document",
                limits.tokens,
                scan.tokens,
            ));
        }
        let mut parser = apollo_compiler::parser::Parser::new().recursion_limit(PARSER_RECURSION);
        let parsed = parser.parse_ast(scan.text, "document.graphql");
        if parser.recursion_reached() > PARSER_RECURSION {
            let measured = parser.recursion_reached();
            return Err(Refusal::limit(
                Code::DocumentTooDeep,
                "levels of nested syntax",
                PARSER_RECURSION,
                measured,
            ));
        }
        let parsed =
            parsed.map_err(|invalid| refuse(Code::GraphqlParseFailed, &invalid.errors, limits))?;
        if !parsed
            .definitions
            .iter()
            .any(|definition| matches!(definition, ast::Definition::OperationDefinition(_)))
        {
            return Err(Refusal::new(
                Code::GraphqlParseFailed,
                "The document has no operation.",
            ));
        }
        guard::check(&parsed, limits)?;
        let source = parsed
            .to_executable_validate(&schema.schema)
            .map_err(|invalid| refuse(Code::GraphqlValidationFailed, &invalid.errors, limits))?;
        for operation in source.operations.iter() {
            values::check_literals(schema, &source, operation, limits)?;
        }
        let operations = source.operations.iter();
        let operations = operations
            .map(|operation| PreparedOperation {
                source: operation.clone(),
                cost: Cost::of(&source, operation),
                kept: self.keeping.of(&source, operation),
                asked_by: Keeping::asked_by(&source, operation),
                footing: rests_on(&source, operation),
                lowered: OnceLock::new(),
            })
            .collect();
        Ok(Document {
            key,
            source,
            operations,
        })
    }
}

fn key(text: &str, role: Role) -> DocumentKey {
    Sha256::new()
        .chain_update(role.permissions().bits().to_be_bytes())
        .chain_update(text)
        .finalize()
        .into()
}

/// What the validator says, as a sentence. Whoever may change nothing has no mutations in their schema.
fn told(found: &str) -> String {
    if found == "`mutation` root operation type is not defined" {
        return String::from(
            "Mutations need a key that may change something: send `Authorization: Bearer KEY`. `vitrine api-key create` makes one.",
        );
    }
    values::sentence(found)
}

/// The validator's findings as GraphQL errors, the first few of them.
fn refuse(code: Code, found: &DiagnosticList, limits: &Limits) -> Refusal {
    let first = found.iter().take(limits.errors);
    let mut first: Vec<_> = first.map(|diagnostic| diagnostic.to_json()).collect();
    // That nothing is selected is said as well where what is selected isn't there, which is the cause.
    first.sort_by_key(|found| found.message.ends_with("must have a subselection set"));
    let errors: Vec<ServerError> = first
        .into_iter()
        .map(|found| {
            let mut error = error(code, told(&found.message), None);
            error.locations = found
                .locations
                .iter()
                .map(|at| Pos {
                    line: at.line,
                    column: at.column,
                })
                .collect();
            error
        })
        .collect();
    let omitted = found.len().saturating_sub(errors.len());
    Refusal {
        omitted,
        ..Refusal::of(code, errors)
    }
}
