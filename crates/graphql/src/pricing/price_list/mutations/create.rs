//! `priceListCreate`.

use async_graphql::{Context, InputObject, Result};
use uuid::Uuid;

use super::super::{PriceList, input::PriceListRelationInput};
use crate::{
    coded::write::{create, shown},
    mutation::{Call, mutation, payload},
    pricing::user_error::PricingUserError,
    scalars::{CountryCode, CurrencyCode, DateTime},
};

/// A new price list.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct PriceListCreateInput {
    /// Your key of it, at most 128 characters. It can't be changed later.
    code: String,
    /// Its name, at most 512 characters.
    name: String,
    /// The currency of all its prices. It can't be changed later.
    currency: CurrencyCode,
    /// Of two lists that are bound alike, the one with the higher priority wins. Null: 0.
    priority: Option<i32>,
    /// The only channels in which it holds, by code. Null or empty: it holds in all.
    channels: Option<Vec<String>>,
    /// The only customer groups for which it holds, by code. Null or empty: it holds for all buyers.
    customer_groups: Option<Vec<String>>,
    /// The only countries in which it holds. Null or empty: it holds in all.
    countries: Option<Vec<CountryCode>>,
    /// From when it holds, this moment included. Null: from the beginning.
    valid_from: Option<DateTime>,
    /// Until when it holds, this moment excluded. Null: without end.
    valid_until: Option<DateTime>,
    /// Digits after the point of its unit prices: the currency's to 6. Null: the currency's.
    unit_precision: Option<i32>,
    /// What its prices are computed from, where it has none of its own. Null: it has its own alone.
    relative_to: Option<PriceListRelationInput>,
}

payload! {
    /// What became of `priceListCreate`.
    PriceListCreatePayload(Uuid, PricingUserError) {
        /// The new price list. Null: it was not made, see `userErrors`.
        async fn price_list(&self) -> Option<PriceList> {
            shown(&self.0)
        }
    }
}

mutation! {
    /// Makes a price list. `pricesSet` fills it.
    PriceListCreate.price_list_create(input: PriceListCreateInput = "What it is.") -> PriceListCreatePayload
}

impl PriceListCreate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: PriceListCreateInput,
    ) -> Result<PriceListCreatePayload> {
        create::<PriceList>(ctx, call, input.code)
            .await
            .map(PriceListCreatePayload)
    }
}
