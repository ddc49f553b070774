//! `channelDelete`.

use async_graphql::{Context, ID, Result};
use uuid::Uuid;

use super::super::{Channel, query::ChannelBy};
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::delete,
    mutation::{Call, mutation, payload},
    node_id::{NodeType, encode},
};

payload! {
    /// What became of `channelDelete`.
    ChannelDeletePayload(Uuid, CatalogUserError) {
        /// The id that the channel had. Null: it was not deleted, see `userErrors`.
        async fn deleted_id(&self) -> Option<ID> {
            self.0.made().map(|id| encode(NodeType::Channel, *id))
        }
    }
}

mutation! {
    @versioned
    /// Deletes a channel in which no product is published and to which no price list is bound.
    ChannelDelete.channel_delete(by: ChannelBy = "Which channel.") -> ChannelDeletePayload
}

impl ChannelDelete {
    async fn start(ctx: &Context<'_>, call: Call, by: ChannelBy) -> Result<ChannelDeletePayload> {
        delete::<Channel>(ctx, call, by.into())
            .await
            .map(ChannelDeletePayload)
    }
}
