//! What lists are asked by: one that is filtered by availability is another one as soon as stock is, whatever is shown of it.

use apollo_compiler::Name;
use apollo_compiler::ast::Value as Literal;
use apollo_compiler::executable::Field;
use apollo_compiler::response::{JsonMap, JsonValue};
use graphql::hints::{Freshness, freshness_of_word};

/// The arguments that decide what is in a list, and in which order.
const DECIDING: [&str; 4] = ["filter", "sort", "facets", "outOfStock"];

/// What the deciding arguments of an operation ask about.
#[derive(Debug, Default)]
pub(in super::super) struct AskedBy {
    /// By what stands in the document. None: by nothing that changes sooner than what is shown.
    written: Option<Freshness>,
    /// By the values of these variables.
    variables: Vec<Name>,
}

impl AskedBy {
    /// Adds what a field is asked by.
    pub(super) fn add(&mut self, field: &Field) {
        let deciding = field.arguments.iter();
        for argument in deciding.filter(|argument| DECIDING.contains(&argument.name.as_str())) {
            self.add_literal(&argument.value);
        }
    }

    fn add_literal(&mut self, literal: &Literal) {
        match literal {
            Literal::Enum(word) => self.written = self.written.max(freshness_of_word(word)),
            Literal::Variable(name) => self.variables.push(name.clone()),
            Literal::List(values) => values.iter().for_each(|value| self.add_literal(value)),
            Literal::Object(fields) => {
                for (name, value) in fields {
                    self.written = self.written.max(freshness_of_word(name));
                    self.add_literal(value);
                }
            }
            _ => {}
        }
    }

    /// What is asked about with these variables that changes soonest.
    pub(in super::super) fn with(&self, variables: &JsonMap) -> Option<Freshness> {
        let values = self.variables.iter();
        let values = values.filter_map(|name| variables.get(name.as_str()));
        values.map(of_value).fold(self.written, Option::max)
    }
}

fn of_value(value: &JsonValue) -> Option<Freshness> {
    match value {
        // An enum's value; a text that is spelled like one does no harm.
        JsonValue::String(word) => freshness_of_word(word.as_str()),
        JsonValue::Array(values) => values.iter().map(of_value).fold(None, Option::max),
        JsonValue::Object(fields) => fields
            .iter()
            .map(|(name, value)| freshness_of_word(name.as_str()).max(of_value(value)))
            .fold(None, Option::max),
        _ => None,
    }
}
