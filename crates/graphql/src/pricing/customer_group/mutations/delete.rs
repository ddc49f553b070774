//! `customerGroupDelete`.

use async_graphql::{Context, ID, Result};
use uuid::Uuid;

use super::super::{CustomerGroup, query::CustomerGroupBy};
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::delete,
    mutation::{Call, mutation, payload},
    node_id::{NodeType, encode},
};

payload! {
    /// What became of `customerGroupDelete`.
    CustomerGroupDeletePayload(Uuid, CatalogUserError) {
        /// The id that the customer group had. Null: it was not deleted, see `userErrors`.
        async fn deleted_id(&self) -> Option<ID> {
            self.0.made().map(|id| encode(NodeType::CustomerGroup, *id))
        }
    }
}

mutation! {
    @versioned
    /// Deletes a customer group to which no price list is bound.
    CustomerGroupDelete.customer_group_delete(by: CustomerGroupBy = "Which customer group.") -> CustomerGroupDeletePayload
}

impl CustomerGroupDelete {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: CustomerGroupBy,
    ) -> Result<CustomerGroupDeletePayload> {
        delete::<CustomerGroup>(ctx, call, by.into())
            .await
            .map(CustomerGroupDeletePayload)
    }
}
