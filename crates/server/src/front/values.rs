//! Values: what neither the validator nor the executor checks about them, in literals and in variables alike.
//!
//! A `@oneOf` input has exactly one member, which isn't null. Lists have a limit. No text contains the NUL character,
//! which PostgreSQL can't store.

use std::collections::HashSet;

use apollo_compiler::Node;
use apollo_compiler::ast::{Argument, DirectiveList, Type, Value as Literal};
use apollo_compiler::executable::{ExecutableDocument, Operation, Selection, SelectionSet};
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::response::{JsonMap, JsonValue};
use async_graphql::{Pos, Value, Variables};

use super::error::{Code, Refusal};
use super::json::into_object;
use super::limits::Limits;
use super::lower::position;
use super::schema::ViewerSchema;

/// Checks the literals of an operation and of the fragments it uses.
///
/// # Errors
/// `GRAPHQL_VALIDATION_FAILED`, `LIST_TOO_LONG` or `BAD_USER_INPUT`, at the literal.
pub(super) fn check_literals(
    schema: &ViewerSchema,
    document: &ExecutableDocument,
    operation: &Operation,
    limits: &Limits,
) -> Result<(), Refusal> {
    let mut check = Literals {
        schema,
        document,
        operation,
        limits,
        seen: HashSet::new(),
    };
    for variable in &operation.variables {
        if let Some(default) = &variable.default_value {
            check.literal(&variable.ty, default)?;
        }
    }
    check.selection_set(&operation.selection_set)
}

struct Literals<'a> {
    schema: &'a ViewerSchema,
    document: &'a ExecutableDocument,
    operation: &'a Operation,
    limits: &'a Limits,
    seen: HashSet<&'a str>,
}

impl<'a> Literals<'a> {
    fn selection_set(&mut self, set: &'a SelectionSet) -> Result<(), Refusal> {
        for selection in &set.selections {
            self.directives(selection.directives())?;
            match selection {
                Selection::Field(field) => {
                    for argument in &field.arguments {
                        let definition = field.definition.argument_by_name(&argument.name);
                        self.argument(definition.map(|definition| &*definition.ty), argument)?;
                    }
                    self.selection_set(&field.selection_set)?;
                }
                Selection::InlineFragment(inline) => self.selection_set(&inline.selection_set)?,
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.fragment_name)
                        && self.seen.insert(&fragment.name)
                    {
                        self.selection_set(&fragment.selection_set)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn directives(&self, directives: &DirectiveList) -> Result<(), Refusal> {
        for directive in directives {
            let definition = self
                .schema
                .schema
                .directive_definitions
                .get(&directive.name);
            for argument in &directive.arguments {
                let definition =
                    definition.and_then(|definition| definition.argument_by_name(&argument.name));
                self.argument(definition.map(|definition| &*definition.ty), argument)?;
            }
        }
        Ok(())
    }

    fn argument(&self, ty: Option<&Type>, argument: &Argument) -> Result<(), Refusal> {
        ty.map_or(Ok(()), |ty| self.literal(ty, &argument.value))
    }

    fn literal(&self, ty: &Type, literal: &Node<Literal>) -> Result<(), Refusal> {
        match &**literal {
            Literal::String(text) if text.contains('\0') => Err(nul(self.position(literal))),
            Literal::List(entries) if entries.len() > self.limits.list_values => {
                Err(list_too_long(self.limits, entries.len()))
            }
            Literal::List(entries) => entries
                .iter()
                .try_for_each(|entry| self.literal(ty.item_type(), entry)),
            Literal::Object(members) => {
                let type_name = ty.inner_named_type();
                if self.schema.is_one_of(type_name) {
                    self.one_of(type_name, literal)?;
                }
                members.iter().try_for_each(|(name, member)| {
                    // The members of a custom scalar have no types of their own.
                    let ty = self.schema.input_field_type(type_name, name).unwrap_or(ty);
                    self.literal(ty, member)
                })
            }
            _ => Ok(()),
        }
    }

    fn one_of(&self, type_name: &str, literal: &Node<Literal>) -> Result<(), Refusal> {
        let members = literal.as_object().unwrap_or_default();
        let refuse = |problem: &str| {
            let message = format!("`{type_name}` takes exactly one of its fields; {problem}.");
            Err(Refusal::at(
                Code::GraphqlValidationFailed,
                message,
                self.position(literal),
            ))
        };
        match members {
            [(_, value)] if value.is_null() => refuse("it can't be null"),
            [(_, value)] => match value.as_variable() {
                Some(variable) if self.is_nullable(variable) => refuse(&format!(
                    "the variable `${variable}` may be null, so declare it with `!`"
                )),
                _ => Ok(()),
            },
            _ => refuse(&format!("{} are given", members.len())),
        }
    }

    fn is_nullable(&self, variable: &str) -> bool {
        let mut variables = self.operation.variables.iter();
        variables
            .find(|definition| definition.name == variable)
            .is_none_or(|definition| !definition.ty.is_non_null())
    }

    fn position(&self, literal: &Node<Literal>) -> Option<Pos> {
        position(literal.location(), &self.document.sources)
    }
}

/// The values of an operation's variables, coerced to their types.
///
/// # Errors
/// `BAD_USER_INPUT` when a value doesn't fit its type; `TOO_MANY_VARIABLES` or `LIST_TOO_LONG`.
pub(super) fn coerce(
    schema: &ViewerSchema,
    document: &ExecutableDocument,
    operation: &Operation,
    given: &JsonMap,
    limits: &Limits,
) -> Result<(apollo_compiler::validation::Valid<JsonMap>, Variables), Refusal> {
    if given.len() > limits.variables {
        return Err(Refusal::limit(
            Code::TooManyVariables,
            "variables",
            limits.variables,
            given.len(),
        ));
    }
    let mut values = 0;
    given
        .values()
        .try_for_each(|value| measure(value, &mut values, limits))?;
    if values > limits.variable_values {
        let what = "values in its variables";
        return Err(Refusal::limit(
            Code::TooManyVariables,
            what,
            limits.variable_values,
            values,
        ));
    }
    let coerced = coerce_variable_values(&schema.schema, operation, given).map_err(|error| {
        let at = position(error.location(), &document.sources);
        Refusal::at(
            Code::BadUserInput,
            sentence(&error.message().to_string()),
            at,
        )
    })?;
    for variable in &operation.variables {
        if let Some(value) = coerced.get(variable.name.as_str()) {
            check_one_of(schema, &variable.ty, value, &variable.name)?;
        }
    }
    let variables = Variables::from_value(Value::Object(into_object(JsonMap::clone(&coerced))));
    Ok((coerced, variables))
}

/// Counts a value's parts, and checks its lists and texts.
fn measure(value: &JsonValue, values: &mut usize, limits: &Limits) -> Result<(), Refusal> {
    *values += 1;
    match value {
        JsonValue::String(text) if text.as_str().contains('\0') => Err(nul(None)),
        JsonValue::Array(entries) if entries.len() > limits.list_values => {
            Err(list_too_long(limits, entries.len()))
        }
        JsonValue::Array(entries) => entries
            .iter()
            .try_for_each(|entry| measure(entry, values, limits)),
        JsonValue::Object(members) => members
            .values()
            .try_for_each(|member| measure(member, values, limits)),
        _ => Ok(()),
    }
}

/// Checks the `@oneOf` inputs in the value of a variable; `path` says where in the variables it is.
fn check_one_of(
    schema: &ViewerSchema,
    ty: &Type,
    value: &JsonValue,
    path: &str,
) -> Result<(), Refusal> {
    match value {
        JsonValue::Array(entries) => entries.iter().enumerate().try_for_each(|(index, entry)| {
            check_one_of(schema, ty.item_type(), entry, &format!("{path}.{index}"))
        }),
        JsonValue::Object(members) => {
            let type_name = ty.inner_named_type();
            let one =
                members.len() == 1 && members.values().all(|member| *member != JsonValue::Null);
            if schema.is_one_of(type_name) && !one {
                let message = format!(
                    "`{type_name}` takes exactly one of its fields, not null; the variable `${path}` has {}.",
                    if members.len() == 1 {
                        String::from("null")
                    } else {
                        members.len().to_string()
                    }
                );
                return Err(Refusal::new(Code::BadUserInput, message));
            }
            members.iter().try_for_each(|(name, member)| {
                match schema.input_field_type(type_name, name.as_str()) {
                    Some(ty) => {
                        check_one_of(schema, ty, member, &format!("{path}.{}", name.as_str()))
                    }
                    None => Ok(()),
                }
            })
        }
        _ => Ok(()),
    }
}

fn list_too_long(limits: &Limits, measured: usize) -> Refusal {
    Refusal::limit(
        Code::ListTooLong,
        "entries in a list",
        limits.list_values,
        measured,
    )
}

fn nul(at: Option<Pos>) -> Refusal {
    Refusal::at(
        Code::BadUserInput,
        "A text can't contain the NUL character.",
        at,
    )
}

/// A message of the validator as a sentence, shortened when it quotes a long value.
pub(super) fn sentence(message: &str) -> String {
    const LONGEST: usize = 300;
    let mut characters = message.chars();
    let mut text: String = characters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    text.extend(characters.by_ref().take(LONGEST));
    if characters.next().is_some() {
        text.push('…');
    } else if !text.ends_with('.') {
        text.push('.');
    }
    text
}
