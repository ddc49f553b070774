//! Price lists.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    channel::Channel,
    country::Country,
    id::{ChannelId, CustomerGroupId, PriceListId},
    outcome::{Fault, FaultKind},
    pricing::{CustomerGroup, PriceList},
    reference::{Entry, Kind},
    text::Code,
};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use super::{DOING, by_owner, code_of, currency};
use crate::{
    entity::{price_list, price_list_channel, price_list_country, price_list_customer_group},
    fault::{corrupt, fault},
    json,
    moment::from_micros,
};

pub(super) async fn load(
    database: &impl ConnectionTrait,
    channels: &Kind<ChannelId, Channel>,
    groups: &Kind<CustomerGroupId, CustomerGroup>,
) -> Result<Kind<PriceListId, PriceList>, Fault> {
    let rows = price_list::Entity::find()
        .order_by_asc(price_list::Column::Code)
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let bound = price_list_channel::Entity::find()
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut bound_channels = by_owner(bound, |row| row.price_list_id);
    let bound = price_list_customer_group::Entity::find()
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut bound_groups = by_owner(bound, |row| row.price_list_id);
    let bound = price_list_country::Entity::find()
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let mut bound_countries = by_owner(bound, |row| row.price_list_id);

    let mut kind = Kind::default();
    for row in rows {
        let code = Code::trusted(&row.code);
        let of_channels = bound_channels.remove(&row.id).unwrap_or_default();
        let of_groups = bound_groups.remove(&row.id).unwrap_or_default();
        let of_countries = bound_countries.remove(&row.id).unwrap_or_default();
        let value = PriceList {
            code: code.clone(),
            name: row.name,
            currency: currency(&row.currency)?,
            priority: row.priority,
            channels: of_channels
                .iter()
                .map(|row| code_of(channels, row.channel_id, |channel| &channel.code))
                .collect::<Result<_, _>>()?,
            customer_groups: of_groups
                .iter()
                .map(|row| code_of(groups, row.customer_group_id, |group| &group.code))
                .collect::<Result<_, _>>()?,
            countries: of_countries
                .iter()
                .map(|row| country(&row.country))
                .collect::<Result<BTreeSet<_>, _>>()?,
            valid_from: row
                .valid_from
                .map(|micros| from_micros(micros, DOING))
                .transpose()?,
            valid_until: row
                .valid_until
                .map(|micros| from_micros(micros, DOING))
                .transpose()?,
            unit_precision: row.unit_precision.map(precision).transpose()?,
            relative: row
                .relative
                .as_deref()
                .map(json::relative_from_text)
                .transpose()?,
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

fn country(text: &str) -> Result<Country, Fault> {
    Country::parse(text).map_err(|error| Fault::new(FaultKind::Corrupt, DOING, error))
}

fn precision(digits: i32) -> Result<u8, Fault> {
    u8::try_from(digits).map_err(|_| corrupt(DOING, format!("{digits} is not a number of digits")))
}
