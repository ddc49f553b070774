//! `attributeCreate`.

use async_graphql::{Context, InputObject, Result};
use uuid::Uuid;

use super::super::{
    Attribute, ValueType,
    input::{AttributeEnumValueInput, NameTranslationInput},
};
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::{create, shown},
    mutation::{Call, mutation, payload},
};

/// A new attribute.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct AttributeCreateInput {
    /// Your key of it, at most 128 characters. It can't be changed later.
    code: String,
    /// Its name in the catalogue's language, at most 512 characters.
    name: String,
    /// The type of its values. It can't be changed later.
    value_type: ValueType,
    /// The unit of its numbers, such as `kg`. Null: none.
    unit: Option<String>,
    /// Whether a product may have several values of it. Null: one.
    list: Option<bool>,
    /// Whether listings can be filtered by it. Null: they can't.
    filterable: Option<bool>,
    /// Whether full-text search looks at it. Null: it doesn't.
    searchable: Option<bool>,
    /// The values of an ENUM, in order. Null: none yet.
    values: Option<Vec<AttributeEnumValueInput>>,
    /// Its name in other languages, each language once.
    translations: Option<Vec<NameTranslationInput>>,
}

payload! {
    /// What became of `attributeCreate`.
    AttributeCreatePayload(Uuid, CatalogUserError) {
        /// The new attribute. Null: it was not made, see `userErrors`.
        async fn attribute(&self) -> Option<Attribute> {
            shown(&self.0)
        }
    }
}

mutation! {
    /// Makes an attribute.
    AttributeCreate.attribute_create(input: AttributeCreateInput = "What it is.") -> AttributeCreatePayload
}

impl AttributeCreate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: AttributeCreateInput,
    ) -> Result<AttributeCreatePayload> {
        create::<Attribute>(ctx, call, input.code)
            .await
            .map(AttributeCreatePayload)
    }
}
