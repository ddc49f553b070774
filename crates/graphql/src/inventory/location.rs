//! `Location`.

mod mutations;
mod query;

use async_graphql::{ID, Object};
use domain::{id::LocationId, inventory, reference::Entry, text::Code};

use crate::{
    buyer::View,
    node_id::{NodeType, encode},
    scalars::{CountryCode, int},
};

pub(crate) use mutations::LocationMutation;
pub(crate) use query::LocationQuery;

/// A location.
#[derive(Clone)]
pub(crate) struct Location(pub(crate) Entry<LocationId, inventory::Location>);

impl Location {
    /// The location with this code. None: it was made after the view's snapshot was taken.
    pub(crate) fn by_code(code: &Code, view: &View) -> Option<Self> {
        view.reference.locations.by_code(code).cloned().map(Self)
    }
}

/// A place that holds stock: a warehouse or a shop.
#[Object]
impl Location {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        encode(NodeType::Location, self.0.id.uuid())
    }

    /// The seller's key of it.
    async fn code(&self) -> &str {
        &self.0.value.code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.value.name
    }

    /// Where it is. Null: not said.
    async fn country(&self) -> Option<CountryCode> {
        self.0.value.country.map(CountryCode)
    }

    /// Counts its changes, from 1.
    async fn version(&self) -> i32 {
        int(self.0.version)
    }
}
