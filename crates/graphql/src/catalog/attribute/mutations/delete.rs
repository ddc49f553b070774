//! `attributeDelete`.

use async_graphql::{Context, ID, Result};
use uuid::Uuid;

use super::super::{Attribute, query::AttributeBy};
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::delete,
    mutation::{Call, mutation, payload},
    node_id::{NodeType, encode},
};

payload! {
    /// What became of `attributeDelete`.
    AttributeDeletePayload(Uuid, CatalogUserError) {
        /// The id that the attribute had. Null: it was not deleted, see `userErrors`.
        async fn deleted_id(&self) -> Option<ID> {
            self.0.made().map(|id| encode(NodeType::Attribute, *id))
        }
    }
}

mutation! {
    @versioned
    /// Deletes an attribute that no product has.
    AttributeDelete.attribute_delete(by: AttributeBy = "Which attribute.") -> AttributeDeletePayload
}

impl AttributeDelete {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: AttributeBy,
    ) -> Result<AttributeDeletePayload> {
        delete::<Attribute>(ctx, call, by.into())
            .await
            .map(AttributeDeletePayload)
    }
}
