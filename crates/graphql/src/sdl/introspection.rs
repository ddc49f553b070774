//! What introspection says, as far as a schema's text needs it.

use serde::Deserialize;
use serde_json::Value;

/// Asks for everything. A type is at most `[T!]!`, three wrappers round its name.
pub(super) const QUERY: &str = "{ __schema { types {
  kind name description specifiedByURL isOneOf
  fields(includeDeprecated: true) {
    name description isDeprecated deprecationReason type { ...Type }
    args { name description defaultValue type { ...Type } }
  }
  inputFields { name description defaultValue type { ...Type } }
  interfaces { name }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  possibleTypes { name }
} } }
fragment Type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Type {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) description: Option<String>,
    #[serde(rename = "specifiedByURL")]
    pub(super) specified_by_url: Option<String>,
    pub(super) is_one_of: Option<bool>,
    pub(super) fields: Option<Vec<Field>>,
    pub(super) input_fields: Option<Vec<Input>>,
    pub(super) interfaces: Option<Vec<Named>>,
    pub(super) enum_values: Option<Vec<EnumValue>>,
    pub(super) possible_types: Option<Vec<Named>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Kind {
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    InputObject,
    List,
    NonNull,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Named {
    pub(super) name: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) is_deprecated: bool,
    pub(super) deprecation_reason: Option<String>,
    #[serde(rename = "type")]
    pub(super) of: TypeRef,
    pub(super) args: Vec<Input>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Input {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) default_value: Option<String>,
    #[serde(rename = "type")]
    pub(super) of: TypeRef,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EnumValue {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) is_deprecated: bool,
    pub(super) deprecation_reason: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TypeRef {
    pub(super) kind: Kind,
    pub(super) name: Option<String>,
    pub(super) of_type: Option<Box<TypeRef>>,
}

impl TypeRef {
    /// The name of the type without lists and without whether it may be null.
    pub(super) fn base(&self) -> &str {
        match &self.of_type {
            Some(inner) => inner.base(),
            None => self.name.as_deref().unwrap_or_default(),
        }
    }
}

/// The scalars of the specification, which no schema declares.
pub(super) const BUILT_IN: [&str; 5] = ["Int", "Float", "String", "Boolean", "ID"];

/// The schema's own types, by name: without those of introspection and the built-in scalars.
pub(super) fn types(answer: &Value) -> Vec<Type> {
    let types: Vec<Type> = serde_json::from_value(answer["__schema"]["types"].clone())
        .expect("introspection answers with what was asked for");
    let mut own: Vec<Type> = types
        .into_iter()
        .filter(|declared| !declared.name.starts_with("__") && !BUILT_IN.contains(&&*declared.name))
        .collect();
    own.sort_by(|one, other| one.name.cmp(&other.name));
    own
}
