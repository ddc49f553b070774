//! `locationDelete`.

use async_graphql::{Context, ID, Result};
use uuid::Uuid;

use super::super::{Location, query::LocationBy};
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::delete,
    mutation::{Call, mutation, payload},
    node_id::{NodeType, encode},
};

payload! {
    /// What became of `locationDelete`.
    LocationDeletePayload(Uuid, CatalogUserError) {
        /// The id that the location had. Null: it was not deleted, see `userErrors`.
        async fn deleted_id(&self) -> Option<ID> {
            self.0.made().map(|id| encode(NodeType::Location, *id))
        }
    }
}

mutation! {
    @versioned
    /// Deletes a location that has no stock and from which no channel sells.
    LocationDelete.location_delete(by: LocationBy = "Which location.") -> LocationDeletePayload
}

impl LocationDelete {
    async fn start(ctx: &Context<'_>, call: Call, by: LocationBy) -> Result<LocationDeletePayload> {
        delete::<Location>(ctx, call, by.into())
            .await
            .map(LocationDeletePayload)
    }
}
