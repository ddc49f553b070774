//! The buyer's context, resolved: every default filled in, so that nothing below has to ask again.

use std::sync::Arc;

use crate::{
    channel::Channel, clock::Timestamp, country::Country, id::ChannelId, locale::Locale,
    pricing::Currency, text::Code,
};

/// In which channel, currency, country, language, customer group and moment something is asked. It travels with the
/// objects and in the loaders' keys, since two root fields of one request may differ.
#[derive(Clone, Debug)]
pub struct Buyer {
    /// The channel's id.
    pub channel_id: ChannelId,
    /// The channel.
    pub channel: Arc<Channel>,
    /// As asked, else the channel's default. May be one that the channel doesn't sell in: then nothing has a price.
    pub currency: Currency,
    /// As asked, else the channel's. None: neither says one.
    pub country: Option<Country>,
    /// Whose texts are wanted, nearest first: as asked with its parents, then the channel's default with its parents.
    /// After them comes the plain text of the catalogue's default locale.
    pub locales: Vec<Locale>,
    /// The buyer's customer group. None: no group.
    pub customer_group: Option<Code>,
    /// As of when prices and publication are meant.
    pub at: Timestamp,
    /// Whether drafts, archived and unpublished products are seen too: an admin's view.
    pub sees_unpublished: bool,
}

impl Buyer {
    /// Whether the channel sells in the buyer's currency.
    #[must_use]
    pub fn currency_is_sold(&self) -> bool {
        self.channel.currencies.contains(&self.currency)
    }
}
