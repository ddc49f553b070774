//! The schema as one role sees it: what the documents of its viewers are validated against.

use std::fmt;

use apollo_compiler::ast::{FieldDefinition, Type};
use apollo_compiler::collections::HashMap;
use apollo_compiler::schema::{Component, ExtendedType, Implementers};
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Schema, name};

/// The schema of one role, built once at start-up.
pub struct ViewerSchema {
    pub(super) schema: Valid<Schema>,
    pub(super) implementers: HashMap<Name, Implementers>,
}

/// Why a schema's text can't be used: a mistake of ours, found at start-up.
#[derive(Debug)]
pub struct SchemaError(String);

impl fmt::Display for SchemaError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the schema of a role is not valid:\n{}", self.0)
    }
}

impl std::error::Error for SchemaError {}

impl ViewerSchema {
    /// Builds the schema from its text in the schema definition language.
    ///
    /// # Errors
    /// When the text isn't a valid schema.
    pub fn parse(sdl: &str) -> Result<Self, SchemaError> {
        let mut text = String::from(sdl);
        if !sdl.contains("directive @oneOf") {
            // Not yet built into the validator: without its definition every use would be an error.
            text.push_str("\ndirective @oneOf on INPUT_OBJECT\n");
        }
        let schema = Schema::parse_and_validate(text, "schema.graphql")
            .map_err(|invalid| SchemaError(invalid.errors.to_string()))?;
        let schema = with_is_one_of(schema);
        let implementers = schema.implementers_map();
        Ok(Self {
            schema,
            implementers,
        })
    }

    /// Whether values of this input type have exactly one member.
    pub(super) fn is_one_of(&self, type_name: &str) -> bool {
        matches!(self.schema.types.get(type_name), Some(ExtendedType::InputObject(input)) if input.directives.has("oneOf"))
    }

    /// The type of a field of an input type; `None` when there is no such type or field.
    pub(super) fn input_field_type(&self, type_name: &str, field: &str) -> Option<&Type> {
        match self.schema.types.get(type_name)? {
            ExtendedType::InputObject(input) => input.fields.get(field).map(|field| &*field.ty),
            _ => None,
        }
    }
}

/// Adds `__Type.isOneOf`, which the validator's own introspection types don't have yet.
fn with_is_one_of(schema: Valid<Schema>) -> Valid<Schema> {
    let mut schema = schema.into_inner();
    if let Some(ExtendedType::Object(object)) = schema.types.get_mut("__Type") {
        let field = FieldDefinition {
            description: None,
            name: name!("isOneOf"),
            arguments: Vec::new(),
            ty: Type::Named(name!("Boolean")),
            directives: Default::default(),
        };
        object
            .make_mut()
            .fields
            .insert(name!("isOneOf"), Component::new(field));
    }
    Valid::assume_valid(schema)
}
