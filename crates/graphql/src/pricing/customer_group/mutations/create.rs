//! `customerGroupCreate`.

use async_graphql::{Context, InputObject, Result};
use uuid::Uuid;

use super::super::CustomerGroup;
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::{create, shown},
    mutation::{Call, mutation, payload},
};

/// A new customer group.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct CustomerGroupCreateInput {
    /// Your key of it, at most 128 characters. It can't be changed later.
    code: String,
    /// Its name, at most 512 characters.
    name: String,
}

payload! {
    /// What became of `customerGroupCreate`.
    CustomerGroupCreatePayload(Uuid, CatalogUserError) {
        /// The new customer group. Null: it was not made, see `userErrors`.
        async fn customer_group(&self) -> Option<CustomerGroup> {
            shown(&self.0)
        }
    }
}

mutation! {
    /// Makes a customer group.
    CustomerGroupCreate.customer_group_create(input: CustomerGroupCreateInput = "What it is.") -> CustomerGroupCreatePayload
}

impl CustomerGroupCreate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: CustomerGroupCreateInput,
    ) -> Result<CustomerGroupCreatePayload> {
        create::<CustomerGroup>(ctx, call, input.code)
            .await
            .map(CustomerGroupCreatePayload)
    }
}
