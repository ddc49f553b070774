//! `attributeUpdate`.

use async_graphql::{Context, InputObject, Result};
use uuid::Uuid;

use super::super::{
    Attribute,
    input::{AttributeEnumValueInput, NameTranslationInput},
    query::AttributeBy,
};
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::{shown, update},
    mutation::{Call, mutation, payload},
};

/// What an attribute shall be. A field that is left out stays as it is; null clears it.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct AttributeUpdateInput {
    /// Its name in the catalogue's language, at most 512 characters.
    name: Option<String>,
    /// The unit of its numbers, such as `kg`.
    unit: Option<String>,
    /// Whether a product may have several values of it. Null: one.
    list: Option<bool>,
    /// Whether listings can be filtered by it. Null: they can't.
    filterable: Option<bool>,
    /// Whether full-text search looks at it. Null: it doesn't.
    searchable: Option<bool>,
    /// The values of an ENUM, in order; replaces those it has, and a value that stays keeps what is not given of it. One that
    /// a product has can't be left out.
    values: Option<Vec<AttributeEnumValueInput>>,
    /// Its name in other languages, each language once. Languages that are left out stay as they are.
    translations: Option<Vec<NameTranslationInput>>,
}

payload! {
    /// What became of `attributeUpdate`.
    AttributeUpdatePayload(Uuid, CatalogUserError) {
        /// The attribute as it is now. Null: it was not changed, see `userErrors`.
        async fn attribute(&self) -> Option<Attribute> {
            shown(&self.0)
        }
    }
}

mutation! {
    @versioned
    /// Changes an attribute.
    AttributeUpdate.attribute_update(
        by: AttributeBy = "Which attribute.",
        input: AttributeUpdateInput = "What changes.",
    ) -> AttributeUpdatePayload
}

impl AttributeUpdate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: AttributeBy,
        _: AttributeUpdateInput,
    ) -> Result<AttributeUpdatePayload> {
        update::<Attribute>(ctx, call, by.into())
            .await
            .map(AttributeUpdatePayload)
    }
}
