//! `locationCreate`.

use async_graphql::{Context, InputObject, Result};
use uuid::Uuid;

use super::super::Location;
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::{create, shown},
    mutation::{Call, mutation, payload},
    scalars::CountryCode,
};

/// A new location.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct LocationCreateInput {
    /// Your key of it, at most 128 characters. It can't be changed later.
    code: String,
    /// Its name, at most 512 characters.
    name: String,
    /// The country in which it is. Null: not told.
    country: Option<CountryCode>,
}

payload! {
    /// What became of `locationCreate`.
    LocationCreatePayload(Uuid, CatalogUserError) {
        /// The new location. Null: it was not made, see `userErrors`.
        async fn location(&self) -> Option<Location> {
            shown(&self.0)
        }
    }
}

mutation! {
    /// Makes a location.
    LocationCreate.location_create(input: LocationCreateInput = "What it is.") -> LocationCreatePayload
}

impl LocationCreate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: LocationCreateInput,
    ) -> Result<LocationCreatePayload> {
        create::<Location>(ctx, call, input.code)
            .await
            .map(LocationCreatePayload)
    }
}
