//! `__Type.isOneOf`, which the validator's introspection doesn't know yet: it is asked for the type's name in its place, and
//! the name is then replaced by what it says.

use apollo_compiler::ast::FieldDefinition;
use apollo_compiler::executable::{Operation, Selection, SelectionSet};
use apollo_compiler::response::serde_json_bytes::ByteString;
use apollo_compiler::response::{JsonMap, JsonValue};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Name, Node, name};

use super::schema::ViewerSchema;

/// What the key of a replaced field begins with in the answer to the replaced question.
const MARK: &str = "vitrine_isOneOf_";

/// Whether an operation asks for it.
pub(super) fn is_asked(document: &ExecutableDocument, operation: &Operation) -> bool {
    operation
        .all_fields(document)
        .any(|field| field.name == "isOneOf")
}

/// The same document and operation with the type's name in its place.
pub(super) fn replaced(
    schema: &ViewerSchema,
    document: &Valid<ExecutableDocument>,
    operation: &Operation,
) -> (Valid<ExecutableDocument>, Operation) {
    let mut document = document.clone().into_inner();
    let mut operation = operation.clone();
    if let Ok(definition) = schema.schema.type_field("__Type", "name") {
        replace(&mut operation.selection_set, &definition.node);
        for fragment in document.fragments.values_mut() {
            replace(&mut fragment.make_mut().selection_set, &definition.node);
        }
    }
    (Valid::assume_valid(document), operation)
}

fn replace(selections: &mut SelectionSet, definition: &Node<FieldDefinition>) {
    for selection in &mut selections.selections {
        match selection {
            Selection::Field(field) if field.name == "isOneOf" => {
                let Ok(key) = Name::new(&format!("{MARK}{}", field.response_key())) else {
                    continue;
                };
                let field = field.make_mut();
                field.alias = Some(key);
                field.name = name!("name");
                field.definition = definition.clone();
            }
            Selection::Field(field) => replace(&mut field.make_mut().selection_set, definition),
            Selection::InlineFragment(fragment) => {
                replace(&mut fragment.make_mut().selection_set, definition);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

/// The answer with what was asked for, in the order in which it was.
pub(super) fn restored(schema: &ViewerSchema, answer: JsonMap) -> JsonMap {
    answer
        .into_iter()
        .map(|(key, value)| match key.as_str().strip_prefix(MARK) {
            Some(key) => (ByteString::from(key), said_by(schema, &value)),
            None => (key, within(schema, value)),
        })
        .collect()
}

fn within(schema: &ViewerSchema, value: JsonValue) -> JsonValue {
    match value {
        JsonValue::Object(fields) => JsonValue::Object(restored(schema, fields)),
        JsonValue::Array(items) => {
            JsonValue::Array(items.into_iter().map(|item| within(schema, item)).collect())
        }
        other => other,
    }
}

/// Null for everything but input types.
fn said_by(schema: &ViewerSchema, name: &JsonValue) -> JsonValue {
    let declared = name.as_str().and_then(|name| {
        let declared = schema.schema.types.get(name)?;
        matches!(declared, ExtendedType::InputObject(_)).then(|| schema.is_one_of(name))
    });
    declared.map_or(JsonValue::Null, JsonValue::Bool)
}
