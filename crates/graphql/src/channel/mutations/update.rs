//! `channelUpdate`.

use async_graphql::{Context, InputObject, Result};
use uuid::Uuid;

use super::super::{
    Channel,
    input::{TaxClassNameInput, TaxRateInput},
    query::ChannelBy,
};
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::{shown, update},
    mutation::{Call, mutation, payload},
    scalars::{CountryCode, CurrencyCode, LocaleTag},
};

/// What a channel shall be. A field that is left out stays as it is; null clears it.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ChannelUpdateInput {
    /// Its name, at most 512 characters.
    name: Option<String>,
    /// In which currencies it sells; replaces those it has.
    currencies: Option<Vec<CurrencyCode>>,
    /// The currency of those who name none: one of `currencies`.
    default_currency: Option<CurrencyCode>,
    /// In which languages it shows texts; replaces those it has.
    locales: Option<Vec<LocaleTag>>,
    /// The language of those who name none: one of `locales`.
    default_locale: Option<LocaleTag>,
    /// The country of buyers who name none.
    country: Option<CountryCode>,
    /// Whether its prices are stored and shown with tax. Null: they are not.
    prices_include_tax: Option<bool>,
    /// Its tax rates by class, and by country. Those that are left out stay as they are; a rate that is null is taken away.
    tax_rates: Option<Vec<TaxRateInput>>,
    /// What its tax classes are called. Those that are left out stay as they are.
    tax_class_names: Option<Vec<TaxClassNameInput>>,
    /// The locations from which it sells, by code, in their order; replaces those it has.
    locations: Option<Vec<String>>,
}

payload! {
    /// What became of `channelUpdate`.
    ChannelUpdatePayload(Uuid, CatalogUserError) {
        /// The channel as it is now. Null: it was not changed, see `userErrors`.
        async fn channel(&self) -> Option<Channel> {
            shown(&self.0)
        }
    }
}

mutation! {
    @versioned
    /// Changes a channel.
    ChannelUpdate.channel_update(
        by: ChannelBy = "Which channel.",
        input: ChannelUpdateInput = "What changes.",
    ) -> ChannelUpdatePayload
}

impl ChannelUpdate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: ChannelBy,
        _: ChannelUpdateInput,
    ) -> Result<ChannelUpdatePayload> {
        update::<Channel>(ctx, call, by.into())
            .await
            .map(ChannelUpdatePayload)
    }
}
