//! A validated operation in the executor's own syntax tree.
//!
//! The executor is handed this tree and parses nothing itself, so all it runs has been validated and measured. Strings
//! arrive unescaped, and positions are those of the client's text.

use std::collections::HashMap;

use apollo_compiler::ast::{
    DirectiveList, OperationType, Type, Value as Literal, VariableDefinition,
};
use apollo_compiler::executable::{ExecutableDocument, Field, Operation, Selection, SelectionSet};
use apollo_compiler::parser::{SourceMap, SourceSpan};
use apollo_compiler::{Name as SourceName, Node};
use async_graphql::parser::types as to;
use async_graphql::{Name, Pos, Positioned};
use async_graphql_value::{ConstValue, Value};

/// The operation with the fragments that it uses.
pub(super) fn lower(
    document: &ExecutableDocument,
    operation: &Operation,
) -> to::ExecutableDocument {
    let mut lowering = Lowering {
        document,
        sources: &document.sources,
        fragments: HashMap::new(),
    };
    let selection_set = lowering.selection_set(&operation.selection_set);
    let definition = to::OperationDefinition {
        ty: match operation.operation_type {
            OperationType::Query => to::OperationType::Query,
            OperationType::Mutation => to::OperationType::Mutation,
            OperationType::Subscription => to::OperationType::Subscription,
        },
        variable_definitions: operation
            .variables
            .iter()
            .map(|variable| lowering.variable(variable))
            .collect(),
        directives: lowering.directives(&operation.directives),
        selection_set,
    };
    let definition = Positioned::new(definition, Pos::default());
    let operations = match &operation.name {
        Some(name) => {
            to::DocumentOperations::Multiple(HashMap::from([(Name::new(name), definition)]))
        }
        None => to::DocumentOperations::Single(definition),
    };
    to::ExecutableDocument {
        operations,
        fragments: lowering.fragments,
    }
}

/// The executor's position for a place in the client's text.
pub(super) fn position(span: Option<SourceSpan>, sources: &SourceMap) -> Option<Pos> {
    let at = span?.line_column(sources)?;
    Some(Pos {
        line: at.line,
        column: at.column,
    })
}

/// The executor's value for a default, in which validation allows no variables.
fn constant(literal: &Literal) -> ConstValue {
    value(literal).into_const().unwrap_or_default()
}

struct Lowering<'a> {
    document: &'a ExecutableDocument,
    sources: &'a SourceMap,
    fragments: HashMap<Name, Positioned<to::FragmentDefinition>>,
}

impl Lowering<'_> {
    fn at<T>(&self, node: T, span: Option<SourceSpan>) -> Positioned<T> {
        Positioned::new(node, position(span, self.sources).unwrap_or_default())
    }

    fn name(&self, name: &SourceName) -> Positioned<Name> {
        self.at(Name::new(name), name.location())
    }

    fn variable(&self, variable: &Node<VariableDefinition>) -> Positioned<to::VariableDefinition> {
        let definition = to::VariableDefinition {
            name: self.name(&variable.name),
            var_type: self.at(lower_type(&variable.ty), variable.location()),
            directives: self.directives(&variable.directives),
            default_value: variable
                .default_value
                .as_ref()
                .map(|value| self.at(constant(value), value.location())),
        };
        self.at(definition, variable.location())
    }

    fn selection_set(&mut self, set: &SelectionSet) -> Positioned<to::SelectionSet> {
        let items = set
            .selections
            .iter()
            .map(|selection| self.selection(selection))
            .collect();
        Positioned::new(to::SelectionSet { items }, Pos::default())
    }

    fn selection(&mut self, selection: &Selection) -> Positioned<to::Selection> {
        match selection {
            Selection::Field(field) => {
                let lowered = self.field(field);
                // The executor reports a field's errors at this position.
                let first = field.alias.as_ref().unwrap_or(&field.name);
                let lowered = self.at(lowered, first.location());
                self.at(to::Selection::Field(lowered), first.location())
            }
            Selection::FragmentSpread(spread) => {
                self.fragment(&spread.fragment_name);
                let lowered = to::FragmentSpread {
                    fragment_name: self.name(&spread.fragment_name),
                    directives: self.directives(&spread.directives),
                };
                let lowered = self.at(lowered, spread.location());
                self.at(to::Selection::FragmentSpread(lowered), spread.location())
            }
            Selection::InlineFragment(inline) => {
                let lowered = to::InlineFragment {
                    type_condition: inline
                        .type_condition
                        .as_ref()
                        .map(|name| self.type_condition(name)),
                    directives: self.directives(&inline.directives),
                    selection_set: self.selection_set(&inline.selection_set),
                };
                let lowered = self.at(lowered, inline.location());
                self.at(to::Selection::InlineFragment(lowered), inline.location())
            }
        }
    }

    fn field(&mut self, field: &Field) -> to::Field {
        to::Field {
            alias: field.alias.as_ref().map(|alias| self.name(alias)),
            name: self.name(&field.name),
            arguments: field
                .arguments
                .iter()
                .map(|argument| {
                    (
                        self.name(&argument.name),
                        self.at(value(&argument.value), argument.value.location()),
                    )
                })
                .collect(),
            directives: self.directives(&field.directives),
            selection_set: self.selection_set(&field.selection_set),
        }
    }

    /// Lowers a fragment the first time that it is spread. Validation has seen to it that it exists and has no cycle.
    fn fragment(&mut self, name: &SourceName) {
        let Some(fragment) = self.document.fragments.get(name) else {
            return;
        };
        let key = Name::new(name);
        if self.fragments.contains_key(&key) {
            return;
        }
        let definition = to::FragmentDefinition {
            type_condition: self.type_condition(fragment.type_condition()),
            directives: self.directives(&fragment.directives),
            selection_set: self.selection_set(&fragment.selection_set),
        };
        let definition = self.at(definition, fragment.location());
        self.fragments.insert(key, definition);
    }

    fn type_condition(&self, name: &SourceName) -> Positioned<to::TypeCondition> {
        self.at(
            to::TypeCondition {
                on: self.name(name),
            },
            name.location(),
        )
    }

    fn directives(&self, directives: &DirectiveList) -> Vec<Positioned<to::Directive>> {
        let lowered = directives.iter().map(|directive| {
            let arguments = directive.arguments.iter();
            let lowered = to::Directive {
                name: self.name(&directive.name),
                arguments: arguments
                    .map(|argument| {
                        (
                            self.name(&argument.name),
                            self.at(value(&argument.value), argument.value.location()),
                        )
                    })
                    .collect(),
            };
            self.at(lowered, directive.location())
        });
        lowered.collect()
    }
}

fn lower_type(ty: &Type) -> to::Type {
    let base = match ty {
        Type::Named(name) | Type::NonNullNamed(name) => to::BaseType::Named(Name::new(name)),
        Type::List(inner) | Type::NonNullList(inner) => {
            to::BaseType::List(Box::new(lower_type(inner)))
        }
    };
    to::Type {
        base,
        nullable: !ty.is_non_null(),
    }
}

fn value(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Boolean(value) => Value::Boolean(*value),
        Literal::Enum(name) => Value::Enum(Name::new(name)),
        Literal::Variable(name) => Value::Variable(Name::new(name)),
        Literal::String(text) => Value::String(text.clone()),
        Literal::Int(number) => numeral(number.as_str()),
        Literal::Float(number) => numeral(number.as_str()),
        Literal::List(entries) => Value::List(entries.iter().map(|entry| value(entry)).collect()),
        Literal::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, member)| (Name::new(name), value(member)))
                .collect(),
        ),
    }
}

/// A number; one that no number type holds becomes a string, which only a custom scalar could have let through.
fn numeral(text: &str) -> Value {
    text.parse()
        .map_or_else(|_| Value::String(String::from(text)), Value::Number)
}
