//! `customerGroupUpdate`.

use async_graphql::{Context, InputObject, Result};
use uuid::Uuid;

use super::super::{CustomerGroup, query::CustomerGroupBy};
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::{shown, update},
    mutation::{Call, mutation, payload},
};

/// What a customer group shall be. A field that is left out stays as it is; null clears it.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct CustomerGroupUpdateInput {
    /// Its name, at most 512 characters.
    name: Option<String>,
}

payload! {
    /// What became of `customerGroupUpdate`.
    CustomerGroupUpdatePayload(Uuid, CatalogUserError) {
        /// The customer group as it is now. Null: it was not changed, see `userErrors`.
        async fn customer_group(&self) -> Option<CustomerGroup> {
            shown(&self.0)
        }
    }
}

mutation! {
    @versioned
    /// Changes a customer group.
    CustomerGroupUpdate.customer_group_update(
        by: CustomerGroupBy = "Which customer group.",
        input: CustomerGroupUpdateInput = "What changes.",
    ) -> CustomerGroupUpdatePayload
}

impl CustomerGroupUpdate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: CustomerGroupBy,
        _: CustomerGroupUpdateInput,
    ) -> Result<CustomerGroupUpdatePayload> {
        update::<CustomerGroup>(ctx, call, by.into())
            .await
            .map(CustomerGroupUpdatePayload)
    }
}
