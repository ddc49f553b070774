//! Channels.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    channel::Channel,
    country::Country,
    id::{ChannelId, LocationId},
    inventory::Location,
    locale::Locale,
    outcome::{Fault, FaultKind},
    reference::{Entry, Kind},
    text::Code,
};
use rust_decimal::Decimal;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use super::{DOING, by_owner, code_of, country, currency};
use crate::{
    entity::{
        channel, channel_country_tax_rate, channel_currency, channel_locale, channel_location,
        channel_tax_class, channel_tax_rate,
    },
    fault::{corrupt, fault},
};

pub(super) async fn load(
    database: &impl ConnectionTrait,
    locations: &Kind<LocationId, Location>,
) -> Result<Kind<ChannelId, Channel>, Fault> {
    let rows = channel::Entity::find()
        .order_by_asc(channel::Column::Code)
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let currencies =
        channel_currency::Entity::find().order_by_asc(channel_currency::Column::Position);
    let mut currencies = by_owner(
        currencies.all(database).await.map_err(fault(DOING))?,
        |row| row.channel_id,
    );
    let locales = channel_locale::Entity::find().order_by_asc(channel_locale::Column::Position);
    let mut locales = by_owner(locales.all(database).await.map_err(fault(DOING))?, |row| {
        row.channel_id
    });
    let rates = channel_tax_rate::Entity::find()
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut rates = by_owner(rates, |row| row.channel_id);
    let of_countries = channel_country_tax_rate::Entity::find()
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut of_countries = by_owner(of_countries, |row| row.channel_id);
    let classes = channel_tax_class::Entity::find()
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut classes = by_owner(classes, |row| row.channel_id);
    let places = channel_location::Entity::find().order_by_asc(channel_location::Column::Position);
    let mut places = by_owner(places.all(database).await.map_err(fault(DOING))?, |row| {
        row.channel_id
    });

    let mut kind = Kind::default();
    for row in rows {
        let code = Code::trusted(&row.code);
        let currencies = currencies.remove(&row.id).unwrap_or_default();
        let locales = locales.remove(&row.id).unwrap_or_default();
        let rates = rates.remove(&row.id).unwrap_or_default();
        let of_countries = of_countries.remove(&row.id).unwrap_or_default();
        let classes = classes.remove(&row.id).unwrap_or_default();
        let places = places.remove(&row.id).unwrap_or_default();
        let value = Channel {
            code: code.clone(),
            name: row.name,
            currencies: currencies
                .iter()
                .map(|row| currency(&row.currency))
                .collect::<Result<_, _>>()?,
            default_currency: currency(&row.default_currency)?,
            locales: locales
                .iter()
                .map(|row| Locale::trusted(&row.locale))
                .collect(),
            default_locale: Locale::trusted(&row.default_locale),
            country: country(row.country)?,
            prices_include_tax: row.prices_include_tax,
            tax_rates: rates
                .iter()
                .map(|row| rate(&row.tax_class, &row.rate))
                .collect::<Result<BTreeMap<_, _>, _>>()?,
            country_tax_rates: country_rates(&of_countries)?,
            tax_class_names: classes
                .into_iter()
                .map(|row| (Code::trusted(&row.tax_class), row.name))
                .collect(),
            locations: places
                .iter()
                .map(|row| code_of(locations, row.location_id, |location| &location.code))
                .collect::<Result<_, _>>()?,
        };
        kind.insert(
            code,
            Entry {
                id: row.id.into(),
                version: row.version,
                value: Arc::new(value),
            },
        );
    }
    Ok(kind)
}

fn rate(tax_class: &str, text: &str) -> Result<(Code, Decimal), Fault> {
    let rate = text
        .parse()
        .map_err(|_| corrupt(DOING, format!("{text:?} is not a tax rate")))?;
    Ok((Code::trusted(tax_class), rate))
}

fn country_rates(
    rows: &[channel_country_tax_rate::Model],
) -> Result<BTreeMap<Country, BTreeMap<Code, Decimal>>, Fault> {
    let mut by_country: BTreeMap<Country, BTreeMap<Code, Decimal>> = BTreeMap::new();
    for row in rows {
        let country = Country::parse(&row.country)
            .map_err(|error| Fault::new(FaultKind::Corrupt, DOING, error))?;
        let (class, rate) = rate(&row.tax_class, &row.rate)?;
        by_country.entry(country).or_default().insert(class, rate);
    }
    Ok(by_country)
}
