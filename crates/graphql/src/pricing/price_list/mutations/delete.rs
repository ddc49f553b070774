//! `priceListDelete`.

use async_graphql::{Context, ID, Result};
use domain::text::Code;
use uuid::Uuid;

use super::{super::input::PriceListBy, code_of, stored};
use crate::{
    mutation::{Call, Change, Seen, Stop, Work, mutation, payload},
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
        let change = Delete {
            code: code_of(ctx, &call, by).await?,
        };
        call.run(ctx, change).await.map(PriceListDeletePayload)
    }
}

struct Delete {
    code: Option<Code>,
}

impl Change for Delete {
    const MUTATION: &'static str = "priceListDelete";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let stored = stored(work, self.code.as_ref())?;
        let id = stored.id.uuid();
        work.expect(Seen {
            id,
            version: stored.version,
            fields: None,
        })
        .await?;
        work.transaction()?
            .delete_price_lists(&[stored.id])
            .await
            .map_err(|failure| Stop::about(&["by"], failure))?;
        Ok(id)
    }
}
