//! The root field of reservations.

use async_graphql::{Context, ID, Object, Result};

use super::Reservation;
use crate::{
    inventory::bound,
    node_id::{NodeType, decode_as},
    viewer::require,
};

/// The root fields of reservations.
#[derive(Default)]
pub(crate) struct ReservationQuery;

#[Object]
impl ReservationQuery {
    /// A reservation by its id, as it stands. Null: there is none.
    #[graphql(visible = "crate::viewer::is_admin")]
    async fn reservation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id, as `stockReserve` gave it.")] id: ID,
    ) -> Option<Result<Reservation>> {
        find(ctx, &id).await.transpose()
    }
}

async fn find(ctx: &Context<'_>, id: &str) -> Result<Option<Reservation>> {
    require(ctx, "Query.reservation")?;
    let id = decode_as(NodeType::Reservation, id)?;
    let found = bound::reservation(ctx, id).await?;
    Ok(found.map(Reservation))
}
