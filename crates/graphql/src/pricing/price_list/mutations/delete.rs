//! `priceListDelete`.

use async_graphql::{Context, ID, Result};
use uuid::Uuid;

use super::super::{PriceList, input::PriceListBy};
use crate::{
    coded::write::delete,
    mutation::{Call, mutation, payload},
    node_id::{NodeType, encode},
    pricing::user_error::PricingUserError,
};

payload! {
    /// What became of `priceListDelete`.
    PriceListDeletePayload(Uuid, PricingUserError) {
        /// The id that the price list had. Null: it was not deleted, see `userErrors`.
        async fn deleted_id(&self) -> Option<ID> {
            self.0.made().map(|id| encode(NodeType::PriceList, *id))
        }
    }
}

mutation! {
    @versioned
    /// Deletes a price list in which no price is, and to which no other list is relative. `pricesSet` can empty it.
    PriceListDelete.price_list_delete(by: PriceListBy = "Which price list.") -> PriceListDeletePayload
}

impl PriceListDelete {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: PriceListBy,
    ) -> Result<PriceListDeletePayload> {
        delete::<PriceList>(ctx, call, by.into())
            .await
            .map(PriceListDeletePayload)
    }
}
