//! An operation that may be run.

use std::sync::Arc;
use std::time::Duration;

use apollo_compiler::executable::OperationType;
use apollo_compiler::response::JsonMap;
use apollo_compiler::validation::Valid;
use async_graphql::{Request, Variables};

use super::absent;
use super::document::Document;
use super::error::Refusal;
use super::introspection::Asks;
use super::kept::Question;
use super::schema::ViewerSchema;

/// An operation that has passed every check, with the values of its variables.
pub(super) struct Ready {
    /// The schema of its viewer.
    pub schema: Arc<ViewerSchema>,
    pub document: Arc<Document>,
    pub variables: Valid<JsonMap>,
    /// The same for the executor.
    pub given: Variables,
    pub kind: OperationType,
    pub asks: Asks,
    pub cost: u64,
    pub kept: Duration,
}

impl Ready {
    /// What decides the answer. None: it is another one at each moment.
    pub(super) fn question(&self, name: Option<&str>, sees: &str) -> Option<Question> {
        let operation = self.document.operation(name).ok()?;
        let (key, footing) = (&self.document.key, operation.footing);
        Question::of(key, name, &self.variables, sees, footing)
    }

    /// The operation for the executor, which takes its variables along.
    ///
    /// # Errors
    /// As [`Document::operation`].
    pub(super) fn executable(&mut self, name: Option<&str>) -> Result<Request, Refusal> {
        let operation = self.document.operation(name)?;
        let given = std::mem::take(&mut self.given);
        let mut lowered = operation.lowered(&self.document);
        absent::leave_out(&mut lowered, &given);
        let mut executable = Request::new("").variables(given);
        executable.set_parsed_query(lowered);
        executable.operation_name = operation
            .source
            .name
            .as_ref()
            .map(|name| String::from(name.as_str()));
        // What it would tell is not cut out by the viewer's permissions.
        Ok(executable.disable_introspection())
    }
}
