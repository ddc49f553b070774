//! `priceListUpdate`.

use async_graphql::{Context, InputObject, Result};
use uuid::Uuid;

use super::super::{
    PriceList,
    input::{PriceListBy, PriceListRelationInput},
};
use crate::{
    coded::write::{shown, update},
    mutation::{Call, mutation, payload},
    pricing::user_error::PricingUserError,
    scalars::{CountryCode, DateTime},
};

/// What a price list shall be. A field that is left out stays as it is; null clears it.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct PriceListUpdateInput {
    /// Its name, at most 512 characters.
    name: Option<String>,
    /// Of two lists that are bound alike, the one with the higher priority wins. Null: 0.
    priority: Option<i32>,
    /// The only channels in which it holds, by code; replaces those it has. Null or empty: it holds in all.
    channels: Option<Vec<String>>,
    /// The only customer groups for which it holds, by code; replaces those it has. Null or empty: it holds for all buyers.
    customer_groups: Option<Vec<String>>,
    /// The only countries in which it holds; replaces those it has. Null or empty: it holds in all.
    countries: Option<Vec<CountryCode>>,
    /// From when it holds, this moment included. Null: from the beginning.
    valid_from: Option<DateTime>,
    /// Until when it holds, this moment excluded. Null: without end.
    valid_until: Option<DateTime>,
    /// Digits after the point of its unit prices: the currency's to 6; it can only grow.
    unit_precision: Option<i32>,
    /// What its prices are computed from, where it has none of its own; replaces what it has as a whole. Null: it has its
    /// own alone.
    relative_to: Option<PriceListRelationInput>,
}

payload! {
    /// What became of `priceListUpdate`.
    PriceListUpdatePayload(Uuid, PricingUserError) {
        /// The price list as it is now. Null: it was not changed, see `userErrors`.
        async fn price_list(&self) -> Option<PriceList> {
            shown(&self.0)
        }
    }
}

mutation! {
    @versioned
    /// Changes a price list, not its prices: those are `pricesSet`'s.
    PriceListUpdate.price_list_update(
        by: PriceListBy = "Which price list.",
        input: PriceListUpdateInput = "What changes.",
    ) -> PriceListUpdatePayload
}

impl PriceListUpdate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: PriceListBy,
        _: PriceListUpdateInput,
    ) -> Result<PriceListUpdatePayload> {
        update::<PriceList>(ctx, call, by.into())
            .await
            .map(PriceListUpdatePayload)
    }
}
