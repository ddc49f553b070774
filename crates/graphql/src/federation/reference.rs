//! `_Any`: a reference as a gateway sends it, and what it says.

use async_graphql::{InputValueResult, Result, Scalar, ScalarType, Value, indexmap::IndexMap};

use crate::{
    buyer::{BuyerContext, read_context},
    error::{ErrorCode, refuse, refuse_value},
};

/// A reference to an entity, as it was sent.
#[derive(Clone, Debug)]
pub(super) struct Representation(IndexMap<async_graphql::Name, Value>);

/// A reference to an entity, as gateways of a federated graph send it: an object with `__typename` and one key, such as
/// `{"__typename": "Product", "code": "tee"}`. It may have a `context`, which is a `BuyerContext`.
#[Scalar(
    name = "_Any",
    specified_by_url = "https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec"
)]
impl ScalarType for Representation {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            _ => Err(refuse_value(
                "A reference to an entity is an object with `__typename` and a key, such as {\"__typename\": \"Product\", \"code\": \"tee\"}.",
            )),
        }
    }

    fn to_value(&self) -> Value {
        Value::Object(self.0.clone())
    }
}

/// What a reference refers to, by the first of its keys.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum EntityRef {
    Product(ProductRef),
    ProductVariant(VariantRef),
    Category(CategoryRef),
}

/// The keys of a product.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ProductRef {
    Id(String),
    Code(String),
    Slug(String),
}

/// The keys of a variant.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum VariantRef {
    Id(String),
    Sku(String),
}

/// The keys of a category.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CategoryRef {
    Id(String),
    Code(String),
    Slug(String),
}

/// A key's name, and what its value makes of it.
type Key<T> = (&'static str, fn(String) -> T);

impl Representation {
    /// The entity that is meant.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where no entity's name or no key is given.
    pub(super) fn entity(&self) -> Result<EntityRef> {
        let typename = match self.0.get("__typename") {
            Some(Value::String(name)) => name.as_str(),
            Some(Value::Enum(name)) => name.as_str(),
            _ => "",
        };
        match typename {
            "Product" => self
                .one_of(
                    "Product",
                    [
                        ("id", ProductRef::Id as fn(String) -> ProductRef),
                        ("code", ProductRef::Code),
                        ("slug", ProductRef::Slug),
                    ],
                )
                .map(EntityRef::Product),
            "ProductVariant" => self
                .one_of(
                    "ProductVariant",
                    [
                        ("id", VariantRef::Id as fn(String) -> VariantRef),
                        ("sku", VariantRef::Sku),
                    ],
                )
                .map(EntityRef::ProductVariant),
            "Category" => self
                .one_of(
                    "Category",
                    [
                        ("id", CategoryRef::Id as fn(String) -> CategoryRef),
                        ("code", CategoryRef::Code),
                        ("slug", CategoryRef::Slug),
                    ],
                )
                .map(EntityRef::Category),
            "" => Err(bad(
                "A reference needs the name of its type in `__typename`.",
            )),
            other => Err(bad(format!(
                "{other:?} is no entity of this subgraph; Product, ProductVariant and Category are."
            ))),
        }
    }

    /// The first key that has a value.
    fn one_of<T, const N: usize>(&self, of: &str, keys: [Key<T>; N]) -> Result<T> {
        for (name, key) in keys {
            match self.0.get(name) {
                None | Some(Value::Null) => {}
                Some(Value::String(text)) => return Ok(key(text.clone())),
                Some(_) => return Err(bad(format!("The `{name}` of a {of} is a string."))),
            }
        }
        let names = keys.map(|(name, _)| format!("`{name}`")).join(", ");
        Err(bad(format!(
            "A reference to a {of} needs one of its keys: {names}."
        )))
    }

    /// The context that comes with it. None: none does.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where it is no `BuyerContext`.
    pub(super) fn context(&self) -> Result<Option<BuyerContext>> {
        match self.0.get("context") {
            None | Some(Value::Null) => Ok(None),
            Some(value) => read_context("`context`", value.clone()).map(Some),
        }
    }
}

pub(super) fn bad(message: impl Into<String>) -> async_graphql::Error {
    refuse(ErrorCode::BadUserInput, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(text: &str) -> Result<EntityRef, String> {
        let value: Value = serde_json::from_str(text).unwrap();
        let parsed = Representation::parse(value).unwrap_or_else(|_| panic!("{text} is no object"));
        parsed.entity().map_err(|error| error.message)
    }

    #[test]
    fn the_first_key_with_a_value_counts() {
        let code = ProductRef::Code(String::from("tee"));
        assert_eq!(
            entity(r#"{"slug":"x","code":"tee","id":null,"__typename":"Product"}"#),
            Ok(EntityRef::Product(code))
        );
        let sku = VariantRef::Sku(String::from("A"));
        assert_eq!(
            entity(r#"{"sku":"A","code":"tee","__typename":"ProductVariant"}"#),
            Ok(EntityRef::ProductVariant(sku))
        );
    }

    #[test]
    fn what_refers_to_nothing_says_why() {
        let said = |text| entity(text).unwrap_err();
        insta::assert_snapshot!(said(r#"{"code":"x"}"#), @"A reference needs the name of its type in `__typename`.");
        insta::assert_snapshot!(said(r#"{"__typename":"Channel","code":"x"}"#), @r#""Channel" is no entity of this subgraph; Product, ProductVariant and Category are."#);
        insta::assert_snapshot!(said(r#"{"__typename":"ProductVariant","code":"x"}"#), @"A reference to a ProductVariant needs one of its keys: `id`, `sku`.");
        insta::assert_snapshot!(said(r#"{"__typename":"Category","code":7}"#), @"The `code` of a Category is a string.");
    }

    #[test]
    fn a_context_has_no_unknown_parts() {
        let context = |text: &str| {
            let value: Value = serde_json::from_str(text).unwrap();
            Representation::parse(value)
                .unwrap_or_else(|_| panic!())
                .context()
                .map_err(|error| error.message)
        };
        assert!(context(r#"{"context":null}"#).unwrap().is_none());
        let german = context(r#"{"context":{"locale":"de-AT","channel":"de"}}"#)
            .unwrap()
            .unwrap();
        assert_eq!(
            (german.channel.as_deref(), german.country.is_none()),
            (Some("de"), true)
        );
        insta::assert_snapshot!(context(r#"{"context":{"langauge":"de"}}"#).unwrap_err(), @"`context` has no part `langauge`.");
        assert!(context(r#"{"context":{"currency":"euros"}}"#).is_err());
        assert!(context(r#"{"context":"de"}"#).is_err());
    }
}
