//! What the schema says of mutations: their arguments, their payloads, and where in an input ids and required texts are.

use std::fmt::Write as _;

use apollo_compiler::{
    Node, Schema,
    ast::{FieldDefinition, InputValueDefinition, Type},
    schema::ExtendedType,
    validation::Valid,
};
use serde_json::{Map, Value};

pub(super) struct Definitions(Valid<Schema>);

/// A place in the arguments of a mutation, by its path with dots.
pub(super) enum Place {
    /// An id.
    Id(String),
    /// A look-up that takes an id, the name of its type, and what else it takes.
    By(String, String, String),
    /// A text that must be given.
    Text(String),
}

impl Definitions {
    pub(super) fn of(sdl: String) -> Self {
        Self(Schema::parse_and_validate(sdl, "schema.graphql").unwrap())
    }

    pub(super) fn mutations(&self) -> Vec<String> {
        let mutations = self.0.get_object("Mutation").unwrap();
        mutations.fields.keys().map(ToString::to_string).collect()
    }

    fn field(&self, mutation: &str) -> &FieldDefinition {
        let mutations = self.0.get_object("Mutation").unwrap();
        mutations
            .fields
            .get(mutation)
            .unwrap_or_else(|| panic!("the schema has no mutation `{mutation}`"))
    }

    pub(super) fn argument(
        &self,
        mutation: &str,
        name: &str,
    ) -> Option<&Node<InputValueDefinition>> {
        self.field(mutation).argument_by_name(name)
    }

    /// A call of the mutation with variables that are called as its arguments, asking for what its payload has.
    pub(super) fn document(&self, mutation: &str, arguments: &Map<String, Value>) -> String {
        let (mut variables, mut given) = (String::new(), String::new());
        for name in arguments.keys() {
            let argument = self
                .argument(mutation, name)
                .unwrap_or_else(|| panic!("`{mutation}` has no argument `{name}`"));
            write!(variables, "${name}: {} ", argument.ty).unwrap();
            write!(given, "{name}: ${name} ").unwrap();
        }
        let payload = self.payload(mutation);
        // The grammar has no empty parentheses.
        if arguments.is_empty() {
            return format!("mutation {{ {mutation} {{ {payload} }} }}");
        }
        format!("mutation({variables}) {{ {mutation}({given}) {{ {payload} }} }}")
    }

    /// A call that asks for nothing that only some may see.
    pub(super) fn call(&self, mutation: &str, arguments: &Map<String, Value>) -> String {
        let whole = self.document(mutation, arguments);
        whole.replace(&self.payload(mutation), "userErrors { code }")
    }

    /// The selection of everything in the payload, and of the things in it what they are.
    pub(super) fn payload(&self, mutation: &str) -> String {
        self.selection(self.field(mutation).ty.inner_named_type(), 2)
    }

    fn selection(&self, of: &str, depth: u8) -> String {
        let fields = match self.0.types.get(of) {
            Some(ExtendedType::Object(object)) => &object.fields,
            _ => return String::from("__typename"),
        };
        let mut selection = String::from("__typename");
        for (name, field) in fields {
            if field
                .arguments
                .iter()
                .any(|argument| argument.is_required())
            {
                continue;
            }
            let inner = field.ty.inner_named_type();
            let is_leaf = matches!(
                self.0.types.get(inner),
                Some(ExtendedType::Scalar(_) | ExtendedType::Enum(_))
            );
            if is_leaf {
                write!(selection, " {name}").unwrap();
            } else if depth > 1 {
                let below = self.selection(inner, depth - 1);
                write!(selection, " {name} {{ {below} }}").unwrap();
            }
        }
        selection
    }

    /// The places of ids and of required texts in these arguments.
    pub(super) fn places(&self, mutation: &str, arguments: &Map<String, Value>) -> Vec<Place> {
        let mut places = Vec::new();
        for argument in &self.field(mutation).arguments {
            if let Some(value) = arguments.get(argument.name.as_str()) {
                self.find(&argument.ty, value, argument.name.to_string(), &mut places);
            }
        }
        places
    }

    fn find(&self, ty: &Type, value: &Value, path: String, places: &mut Vec<Place>) {
        if let Value::Array(items) = value {
            for (place, item) in items.iter().enumerate() {
                self.find(ty.item_type(), item, format!("{path}.{place}"), places);
            }
            return;
        }
        let name = ty.inner_named_type();
        match self.0.types.get(name) {
            Some(ExtendedType::Scalar(_)) if name == "ID" => places.push(Place::Id(path)),
            Some(ExtendedType::Scalar(_)) if name == "String" && ty.is_non_null() => {
                places.push(Place::Text(path));
            }
            Some(ExtendedType::InputObject(input)) => {
                if input.directives.has("oneOf") && input.fields.contains_key("id") {
                    let other = input.fields.keys().find(|field| *field != "id");
                    let other = other.map(ToString::to_string).unwrap_or_default();
                    places.push(Place::By(path, name.to_string(), other));
                    return;
                }
                for (field, definition) in &input.fields {
                    if let Some(value) = value.get(field.as_str()) {
                        self.find(&definition.ty, value, format!("{path}.{field}"), places);
                    }
                }
            }
            _ => {}
        }
    }
}
