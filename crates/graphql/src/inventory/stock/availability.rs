//! `Availability`.

use async_graphql::{Enum, SimpleObject};
use domain::inventory;

use crate::{buyer::View, inventory::location::Location, scalars::int};

/// Whether something can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "inventory::StockStatus")]
pub(crate) enum StockStatus {
    /// Units are there.
    InStock,
    /// Units are there, but no more than the variant's low-stock threshold.
    LowStock,
    /// None is there, but it can be ordered.
    Backorder,
    /// It cannot be had now.
    OutOfStock,
    /// Its stock is not counted: it can always be had.
    Untracked,
}

/// What a buyer is told of stock, over the locations of the context's channel.
#[derive(SimpleObject)]
pub(crate) struct Availability {
    /// Whether it can be had.
    status: StockStatus,
    /// How many units can be ordered now, backorders included. Null: its stock is not counted.
    available_quantity: Option<i32>,
    /// The same at each location of the channel that holds it, in the channel's order. Empty: its stock is not counted,
    /// or no location holds it.
    by_location: Vec<LocationAvailability>,
}

/// What can be had from one location.
#[derive(SimpleObject)]
pub(crate) struct LocationAvailability {
    /// The location.
    location: Location,
    /// Whether it can be had from there.
    status: StockStatus,
    /// How many units can be ordered from there, backorders included.
    available_quantity: i32,
}

impl Availability {
    pub(crate) fn of(availability: inventory::Availability, view: &View) -> Self {
        let places = availability.by_location.into_iter().filter_map(|place| {
            let location = Location::by_code(&place.location, view)?;
            let (status, available_quantity) = (place.status.into(), int(place.quantity));
            Some(LocationAvailability {
                location,
                status,
                available_quantity,
            })
        });
        Self {
            status: availability.status.into(),
            available_quantity: availability.quantity.map(int),
            by_location: places.collect(),
        }
    }
}
