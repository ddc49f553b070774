//! Builders for tests of prices: a channel, a buyer, lists and rows with everything left open.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{TimeZone, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Amount, Currency, Price, PriceList, selection::PriceLists};
use crate::{
    buyer::Buyer,
    channel::Channel,
    clock::Timestamp,
    id::{ChannelId, PriceListId},
    locale::Locale,
    reference::Entry,
    text::Code,
};

pub(crate) fn currency(text: &str) -> Currency {
    Currency::parse(text).unwrap()
}

/// A channel that sells in euro, US dollars, yen and Kuwaiti dinar, shows prices with tax and has no tax rates.
pub(crate) fn channel(code: &str) -> Channel {
    Channel {
        code: Code::trusted(code),
        name: code.to_owned(),
        currencies: ["EUR", "USD", "JPY", "KWD"].map(currency).to_vec(),
        default_currency: currency("EUR"),
        locales: vec![Locale::trusted("en")],
        default_locale: Locale::trusted("en"),
        country: None,
        prices_include_tax: true,
        tax_rates: std::collections::BTreeMap::new(),
        country_tax_rates: std::collections::BTreeMap::new(),
        tax_class_names: std::collections::BTreeMap::new(),
        locations: Vec::new(),
    }
}

pub(crate) fn with_standard_rate(mut channel: Channel, rate: &str) -> Channel {
    let rate: Decimal = rate.parse().unwrap();
    channel.tax_rates.insert(Code::trusted("standard"), rate);
    channel
}

/// Who buys in euro in the channel `de`, without country or group, at [`day`] 10.
pub(crate) fn buyer() -> Buyer {
    Buyer {
        channel_id: ChannelId(Uuid::nil()),
        channel: Arc::new(channel("de")),
        currency: currency("EUR"),
        country: None,
        locales: Vec::new(),
        customer_group: None,
        at: day(10),
        sees_unpublished: false,
    }
}

/// Midnight of a day of one month.
pub(crate) fn day(day: u32) -> Timestamp {
    Utc.with_ymd_and_hms(2026, 12, day, 0, 0, 0).unwrap()
}

/// A base price in euro from one unit on.
pub(crate) fn base(amount: &str) -> Price {
    Price {
        list: None,
        currency: currency("EUR"),
        amount: Amount::parse(amount, 6).unwrap(),
        compare_at: None,
        min_quantity: 1,
        country: None,
        valid_from: None,
        valid_until: None,
    }
}

/// A price in euro of a list, from one unit on.
pub(crate) fn listed(list: &str, amount: &str) -> Price {
    Price {
        list: Some(Code::trusted(list)),
        ..base(amount)
    }
}

/// A list in euro that is bound to nothing, with priority 0.
pub(crate) fn list(code: &str) -> PriceList {
    PriceList {
        code: Code::trusted(code),
        name: code.to_owned(),
        currency: currency("EUR"),
        priority: 0,
        channels: BTreeSet::new(),
        customer_groups: BTreeSet::new(),
        countries: BTreeSet::new(),
        valid_from: None,
        valid_until: None,
        unit_precision: None,
        relative: None,
    }
}

pub(crate) fn codes<const N: usize>(codes: [&str; N]) -> BTreeSet<Code> {
    codes.into_iter().map(Code::trusted).collect()
}

pub(crate) fn price_lists(lists: impl IntoIterator<Item = PriceList>) -> PriceLists {
    let mut all = PriceLists::default();
    for (number, list) in lists.into_iter().enumerate() {
        let id = PriceListId(Uuid::from_u128(u128::try_from(number).unwrap() + 1));
        all.insert(
            list.code.clone(),
            Entry {
                id,
                version: 1,
                value: Arc::new(list),
            },
        );
    }
    all
}
