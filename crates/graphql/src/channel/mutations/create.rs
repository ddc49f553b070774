//! `channelCreate`.

use async_graphql::{Context, InputObject, Result};
use uuid::Uuid;

use super::super::{
    Channel,
    input::{TaxClassNameInput, TaxRateInput},
};
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::{create, shown},
    mutation::{Call, mutation, payload},
    scalars::{CountryCode, CurrencyCode, LocaleTag},
};

/// A new channel.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ChannelCreateInput {
    /// Your key of it, at most 128 characters. It can't be changed later.
    code: String,
    /// Its name, at most 512 characters.
    name: String,
    /// In which currencies it sells; at least one.
    currencies: Vec<CurrencyCode>,
    /// The currency of those who name none: one of `currencies`.
    default_currency: CurrencyCode,
    /// In which languages it shows texts; at least one.
    locales: Vec<LocaleTag>,
    /// The language of those who name none: one of `locales`.
    default_locale: LocaleTag,
    /// The country of buyers who name none. Null: none.
    country: Option<CountryCode>,
    /// Whether its prices are stored and shown with tax. Null: they are not.
    prices_include_tax: Option<bool>,
    /// Its tax rates. Null or empty: no tax.
    tax_rates: Option<Vec<TaxRateInput>>,
    /// What its tax classes are called.
    tax_class_names: Option<Vec<TaxClassNameInput>>,
    /// The locations from which it sells, by code; the first that has the goods is taken.
    locations: Option<Vec<String>>,
}

payload! {
    /// What became of `channelCreate`.
    ChannelCreatePayload(Uuid, CatalogUserError) {
        /// The new channel. Null: it was not made, see `userErrors`.
        async fn channel(&self) -> Option<Channel> {
            shown(&self.0)
        }
    }
}

mutation! {
    /// Makes a channel.
    ChannelCreate.channel_create(input: ChannelCreateInput = "What it is.") -> ChannelCreatePayload
}

impl ChannelCreate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: ChannelCreateInput,
    ) -> Result<ChannelCreatePayload> {
        create::<Channel>(ctx, call, input.code)
            .await
            .map(ChannelCreatePayload)
    }
}
