//! Channels.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    channel::Channel,
    id::{ChannelId, LocationId},
    inventory::Location,
    locale::Locale,
    outcome::Fault,
    reference::{Entry, Kind},
    text::Code,
};
use rust_decimal::Decimal;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use super::{DOING, by_owner, code_of, country, currency};
use crate::{
    entity::{channel, channel_currency, channel_locale, channel_location, channel_tax_rate},
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
                .map(rate)
                .collect::<Result<BTreeMap<_, _>, _>>()?,
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

fn rate(row: &channel_tax_rate::Model) -> Result<(Code, Decimal), Fault> {
    let rate = row
        .rate
        .parse()
        .map_err(|_| corrupt(DOING, format!("{:?} is not a tax rate", row.rate)))?;
    Ok((Code::trusted(&row.tax_class), rate))
}
