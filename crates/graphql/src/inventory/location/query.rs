//! `location`, `locations`: for admins.

use std::sync::Arc;

use domain::{
    id::LocationId,
    reference::{Entry, Kind, Reference},
    text::Code,
};

use super::Location;
use crate::{
    buyer::View,
    coded::{Coded, coded_query},
    node_id::NodeType,
};

impl Coded for Location {
    type Id = LocationId;
    type Value = domain::inventory::Location;

    const NODE: NodeType = NodeType::Location;
    const LIST: &'static str = "locations by code";

    fn kind(reference: &Reference) -> &Kind<LocationId, domain::inventory::Location> {
        &reference.locations
    }

    fn texts(value: &domain::inventory::Location) -> (&Code, &str) {
        (&value.code, &value.name)
    }

    fn of_entry(entry: &Entry<LocationId, domain::inventory::Location>, _: &Arc<View>) -> Self {
        Self(entry.clone())
    }
}

coded_query! {
    LocationQuery of Location by
    /// What a location is looked up by: exactly one of these.
    LocationBy,
    /// A location by what the caller knows of it. Null: there is none.
    location,
    /// The locations by code, filtered.
    locations
}
