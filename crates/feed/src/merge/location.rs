//! Locations and customer groups.

use domain::{inventory::Location, pricing::CustomerGroup};

use super::needed;
use crate::{
    fields::{Path, Sink},
    record::{CustomerGroupPatch, LocationPatch},
};

pub(crate) fn location(
    stored: Option<&Location>,
    patch: LocationPatch,
    sink: &Sink,
) -> Option<Location> {
    let name = needed(
        patch.name,
        stored.map(|stored| &stored.name),
        "name",
        &Path::Root,
        sink,
    );
    Some(Location {
        code: patch.code,
        name: name?,
        country: patch.country.over(stored.and_then(|stored| stored.country)),
    })
}

pub(crate) fn customer_group(
    stored: Option<&CustomerGroup>,
    patch: CustomerGroupPatch,
    sink: &Sink,
) -> Option<CustomerGroup> {
    let name = needed(
        patch.name,
        stored.map(|stored| &stored.name),
        "name",
        &Path::Root,
        sink,
    );
    Some(CustomerGroup {
        code: patch.code,
        name: name?,
    })
}
