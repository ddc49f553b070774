//! `BuyerContext`.

use async_graphql::InputObject;

use crate::scalars::{CountryCode, CurrencyCode, DateTime, LocaleTag};

/// Who is buying, where and in which language: decides which products are shown, in which language, at which price and
/// from which stock. Everything below the field that it is given to inherits it. Each part has a default, most of them
/// from the channel.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct BuyerContext {
    /// The code of the sales channel. Null: the channel of the request's key, else the server's default channel, else
    /// the first channel by code. One that doesn't exist is an error.
    pub(crate) channel: Option<String>,
    /// The currency of prices. Null: the channel's default. In one that the channel doesn't sell in, prices are null.
    pub(crate) currency: Option<CurrencyCode>,
    /// The country of the buyer, for prices that hold in one country. Null: the channel's country.
    pub(crate) country: Option<CountryCode>,
    /// The language of texts. What isn't translated falls back: `de-AT` to `de`, then to the channel's default locale,
    /// then to the catalogue's. Null: the channel's default locale.
    pub(crate) locale: Option<LocaleTag>,
    /// The code of the buyer's customer group, for prices of their own. Needs a key that may name one. Null: no group.
    pub(crate) customer_group: Option<String>,
    /// Prices and publication as of this moment, over what is stored now. Needs a key that may choose one. Null: now.
    pub(crate) at: Option<DateTime>,
}
