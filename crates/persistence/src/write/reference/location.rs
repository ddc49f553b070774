//! Locations.

use domain::{
    id::LocationId,
    inventory::Location,
    reference::{Kind, Reference},
    text::Code,
};
use uuid::Uuid;

use super::{Names, ReferenceKind};
use crate::write::{
    shape,
    table::{Cell, Row, Table, Type},
};

const LOCATION: Table = Table {
    name: "location",
    columns: &[
        ("id", Type::Id),
        ("code", Type::Text),
        ("name", Type::Text),
        ("country", Type::TextOrNull),
        ("version", Type::BigInt),
        ("created_at", Type::BigInt),
        ("updated_at", Type::BigInt),
    ],
    key: 1,
    updated: &["name", "country", "version", "updated_at"],
    counts: false,
};

pub(crate) struct Locations;

impl ReferenceKind for Locations {
    type Id = LocationId;
    type Value = Location;

    const NAME: &'static str = "location";
    const TABLES: &'static [Table] = &[LOCATION];

    fn kind(reference: &Reference) -> &Kind<LocationId, Location> {
        &reference.locations
    }

    fn kind_mut(reference: &mut Reference) -> &mut Kind<LocationId, Location> {
        &mut reference.locations
    }

    fn uuid(id: LocationId) -> Uuid {
        id.uuid()
    }

    fn code(value: &Location) -> &Code {
        &value.code
    }

    fn shape(value: &Location) -> serde_json::Value {
        shape::location(value)
    }

    fn rows(id: Uuid, value: &Location, _names: &mut Names<'_>) -> Vec<Vec<Row>> {
        let country = value.country.as_ref().map(|country| country.as_str());
        vec![vec![vec![
            Cell::Id(id),
            Cell::text(&value.code),
            Cell::text(&value.name),
            Cell::text_or_null(country),
        ]]]
    }
}
