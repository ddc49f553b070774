//! `locationUpdate`.

use async_graphql::{Context, InputObject, Result};
use uuid::Uuid;

use super::super::{Location, query::LocationBy};
use crate::{
    catalog::user_error::CatalogUserError,
    coded::write::{shown, update},
    mutation::{Call, mutation, payload},
    scalars::CountryCode,
};

/// What a location shall be. A field that is left out stays as it is; null clears it.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct LocationUpdateInput {
    /// Its name, at most 512 characters.
    name: Option<String>,
    /// The country in which it is.
    country: Option<CountryCode>,
}

payload! {
    /// What became of `locationUpdate`.
    LocationUpdatePayload(Uuid, CatalogUserError) {
        /// The location as it is now. Null: it was not changed, see `userErrors`.
        async fn location(&self) -> Option<Location> {
            shown(&self.0)
        }
    }
}

mutation! {
    @versioned
    /// Changes a location.
    LocationUpdate.location_update(
        by: LocationBy = "Which location.",
        input: LocationUpdateInput = "What changes.",
    ) -> LocationUpdatePayload
}

impl LocationUpdate {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        by: LocationBy,
        _: LocationUpdateInput,
    ) -> Result<LocationUpdatePayload> {
        update::<Location>(ctx, call, by.into())
            .await
            .map(LocationUpdatePayload)
    }
}
