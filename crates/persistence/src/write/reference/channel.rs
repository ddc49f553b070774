//! Channels, with their currencies, locales, tax rates and locations.

use domain::{
    channel::Channel,
    id::{ChannelId, LocationId},
    reference::{Kind, Reference},
    text::Code,
};
use uuid::Uuid;

use super::{Names, ReferenceKind};
use crate::write::{
    shape,
    table::{Cell, Row, Table, Type},
};

const CHANNEL: Table = Table {
    name: "channel",
    columns: &[
        ("id", Type::Id),
        ("code", Type::Text),
        ("name", Type::Text),
        ("default_currency", Type::Text),
        ("default_locale", Type::Text),
        ("country", Type::TextOrNull),
        ("prices_include_tax", Type::Bool),
        ("version", Type::BigInt),
        ("created_at", Type::BigInt),
        ("updated_at", Type::BigInt),
    ],
    key: 1,
    updated: &[
        "name",
        "default_currency",
        "default_locale",
        "country",
        "prices_include_tax",
        "version",
        "updated_at",
    ],
    counts: false,
};

const CURRENCY: Table = Table {
    name: "channel_currency",
    columns: &[
        ("channel_id", Type::Id),
        ("currency", Type::Text),
        ("position", Type::Int),
    ],
    key: 2,
    updated: &["position"],
    counts: false,
};

const LOCALE: Table = Table {
    name: "channel_locale",
    columns: &[
        ("channel_id", Type::Id),
        ("locale", Type::Text),
        ("position", Type::Int),
    ],
    key: 2,
    updated: &["position"],
    counts: false,
};

const TAX_RATE: Table = Table {
    name: "channel_tax_rate",
    columns: &[
        ("channel_id", Type::Id),
        ("tax_class", Type::Text),
        ("rate", Type::Text),
    ],
    key: 2,
    updated: &["rate"],
    counts: false,
};

const COUNTRY_TAX_RATE: Table = Table {
    name: "channel_country_tax_rate",
    columns: &[
        ("channel_id", Type::Id),
        ("country", Type::Text),
        ("tax_class", Type::Text),
        ("rate", Type::Text),
    ],
    key: 3,
    updated: &["rate"],
    counts: false,
};

const TAX_CLASS: Table = Table {
    name: "channel_tax_class",
    columns: &[
        ("channel_id", Type::Id),
        ("tax_class", Type::Text),
        ("name", Type::Text),
    ],
    key: 2,
    updated: &["name"],
    counts: false,
};

const LOCATION: Table = Table {
    name: "channel_location",
    columns: &[
        ("channel_id", Type::Id),
        ("location_id", Type::Id),
        ("position", Type::Int),
    ],
    key: 2,
    updated: &["position"],
    counts: false,
};

pub(crate) struct Channels;

impl ReferenceKind for Channels {
    type Id = ChannelId;
    type Value = Channel;

    const NAME: &'static str = "channel";
    const TABLES: &'static [Table] = &[
        CHANNEL,
        CURRENCY,
        LOCALE,
        TAX_RATE,
        COUNTRY_TAX_RATE,
        TAX_CLASS,
        LOCATION,
    ];

    fn kind(reference: &Reference) -> &Kind<ChannelId, Channel> {
        &reference.channels
    }

    fn kind_mut(reference: &mut Reference) -> &mut Kind<ChannelId, Channel> {
        &mut reference.channels
    }

    fn uuid(id: ChannelId) -> Uuid {
        id.uuid()
    }

    fn code(value: &Channel) -> &Code {
        &value.code
    }

    fn shape(value: &Channel) -> serde_json::Value {
        shape::channel(value)
    }

    fn rows(id: Uuid, value: &Channel, names: &mut Names<'_>) -> Vec<Vec<Row>> {
        let own = vec![
            Cell::Id(id),
            Cell::text(&value.code),
            Cell::text(&value.name),
            Cell::text(value.default_currency.as_str()),
            Cell::text(&value.default_locale),
            Cell::text_or_null(value.country.as_ref().map(|country| country.as_str())),
            Cell::Bool(value.prices_include_tax),
        ];
        let listed = |place: usize, entry: Cell| vec![Cell::Id(id), entry, Cell::place(place)];
        let reference = names.reference;
        let currencies = value.currencies.iter().enumerate();
        let locales = value.locales.iter().enumerate();
        let rates = value.tax_rates.iter();
        let locations = value.locations.iter().enumerate();
        vec![
            vec![own],
            currencies
                .map(|(place, currency)| listed(place, Cell::text(currency.as_str())))
                .collect(),
            locales
                .map(|(place, locale)| listed(place, Cell::text(locale)))
                .collect(),
            rates
                .map(|(class, rate)| {
                    vec![
                        Cell::Id(id),
                        Cell::text(class),
                        Cell::Text(rate.to_string()),
                    ]
                })
                .collect(),
            country_rates(id, value),
            value
                .tax_class_names
                .iter()
                .map(|(class, name)| vec![Cell::Id(id), Cell::text(class), Cell::text(name)])
                .collect(),
            locations
                .map(|(place, code)| {
                    listed(
                        place,
                        names.id(&reference.locations, LocationId::uuid, code, "locations"),
                    )
                })
                .collect(),
        ]
    }
}

fn country_rates(id: Uuid, channel: &Channel) -> Vec<Row> {
    let of_countries = channel.country_tax_rates.iter();
    let rows = of_countries.flat_map(|(country, rates)| {
        rates.iter().map(move |(class, rate)| {
            vec![
                Cell::Id(id),
                Cell::text(country.as_str()),
                Cell::text(class),
                Cell::Text(rate.to_string()),
            ]
        })
    });
    rows.collect()
}
