//! `Channel`.

mod input;
mod mutations;
mod query;

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::{ID, Object, SimpleObject};
use domain::{
    channel,
    id::ChannelId,
    reference::{Entry, Reference},
    text::Code,
};

use crate::{
    inventory::location::Location,
    node_id::{NodeType, encode},
    scalars::{CountryCode, CurrencyCode, Decimal, LocaleTag, int},
    viewer::is_admin,
};

pub(crate) use mutations::ChannelMutation;
pub(crate) use query::ChannelQuery;

/// A sales channel, with the reference snapshot that it is of.
#[derive(Clone)]
pub(crate) struct Channel {
    entry: Entry<ChannelId, channel::Channel>,
    reference: Arc<Reference>,
}

impl Channel {
    pub(crate) fn of(
        entry: &Entry<ChannelId, channel::Channel>,
        reference: &Arc<Reference>,
    ) -> Self {
        Self {
            entry: entry.clone(),
            reference: Arc::clone(reference),
        }
    }
}

/// A sales channel: to whom the catalogue is shown, in which currencies, languages and with which taxes.
#[Object(visible = "is_admin")]
impl Channel {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        encode(NodeType::Channel, self.entry.id.uuid())
    }

    /// The seller's key of it.
    async fn code(&self) -> &str {
        &self.entry.value.code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.entry.value.name
    }

    /// In which currencies it sells.
    async fn currencies(&self) -> Vec<CurrencyCode> {
        self.entry
            .value
            .currencies
            .iter()
            .copied()
            .map(CurrencyCode)
            .collect()
    }

    /// The currency that holds where a context names none.
    async fn default_currency(&self) -> CurrencyCode {
        CurrencyCode(self.entry.value.default_currency)
    }

    /// In which locales it shows its texts.
    async fn locales(&self) -> Vec<LocaleTag> {
        self.entry
            .value
            .locales
            .iter()
            .cloned()
            .map(LocaleTag)
            .collect()
    }

    /// The locale that holds where a context names none.
    async fn default_locale(&self) -> LocaleTag {
        LocaleTag(self.entry.value.default_locale.clone())
    }

    /// The country that holds where a context names none. Null: none, so that only prices for all countries match.
    async fn country(&self) -> Option<CountryCode> {
        self.entry.value.country.map(CountryCode)
    }

    /// Whether its prices are stored and shown with tax.
    async fn prices_include_tax(&self) -> bool {
        self.entry.value.prices_include_tax
    }

    /// Its tax rates, by tax class. Empty: no tax.
    async fn tax_rates(&self) -> Vec<TaxRate> {
        self.rates(&self.entry.value.tax_rates)
    }

    /// The tax rates that hold for buyers in a country instead, by country. A class that is missing there has the rate of
    /// `taxRates`.
    async fn country_tax_rates(&self) -> Vec<CountryTaxRates> {
        let of_countries = self.entry.value.country_tax_rates.iter();
        of_countries
            .map(|(country, rates)| CountryTaxRates {
                country: CountryCode(*country),
                rates: self.rates(rates),
            })
            .collect()
    }

    /// The locations that it sells from, in order of preference.
    async fn locations(&self) -> Vec<Location> {
        let known = self
            .entry
            .value
            .locations
            .iter()
            .filter_map(|code| self.reference.locations.by_code(code));
        known.cloned().map(Location).collect()
    }

    /// Counts its changes, from 1.
    async fn version(&self) -> i32 {
        int(self.entry.version)
    }
}

impl Channel {
    fn rates(&self, rates: &BTreeMap<Code, rust_decimal::Decimal>) -> Vec<TaxRate> {
        let names = &self.entry.value.tax_class_names;
        let rates = rates.iter().map(|(code, rate)| TaxRate {
            tax_class: code.as_str().to_owned(),
            name: names
                .get(code)
                .cloned()
                .unwrap_or_else(|| code.as_str().to_owned()),
            rate: Decimal(*rate),
        });
        rates.collect()
    }
}

/// How a channel taxes buyers in a country.
#[derive(SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct CountryTaxRates {
    /// The country.
    country: CountryCode,
    /// Its rates, by tax class.
    rates: Vec<TaxRate>,
}

/// How a channel taxes a class of products.
#[derive(SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct TaxRate {
    /// The tax class, such as `standard`.
    tax_class: String,
    /// What the tax class is called; its code where nothing was said.
    name: String,
    /// The share of the net price that is tax: `0.19` is 19 %.
    rate: Decimal,
}
