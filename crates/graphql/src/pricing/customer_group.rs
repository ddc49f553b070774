//! `CustomerGroup`.

mod mutations;
mod query;

use async_graphql::{ID, Object};
use domain::{id::CustomerGroupId, pricing, reference::Entry};

use crate::{
    node_id::{NodeType, encode},
    scalars::int,
    viewer::is_admin,
};

pub(crate) use mutations::CustomerGroupMutation;
pub(crate) use query::CustomerGroupQuery;

/// A customer group.
#[derive(Clone)]
pub(crate) struct CustomerGroup(pub(crate) Entry<CustomerGroupId, pricing::CustomerGroup>);

/// Buyers with prices of their own, such as resellers.
#[Object(visible = "is_admin")]
impl CustomerGroup {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        encode(NodeType::CustomerGroup, self.0.id.uuid())
    }

    /// The seller's key of it.
    async fn code(&self) -> &str {
        &self.0.value.code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.value.name
    }

    /// Counts its changes, from 1.
    async fn version(&self) -> i32 {
        int(self.0.version)
    }
}
