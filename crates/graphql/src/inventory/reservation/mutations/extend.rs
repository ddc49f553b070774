//! `reservationExtend`.

use async_graphql::{Context, ID, Result};
use domain::id::ReservationId;

use super::super::object::{Reservation, Told};
use crate::{
    inventory::{
        bound,
        user_error::{Checked, StockUserError, stop},
    },
    mutation::{Call, Change, Stop, Work, mutation, payload},
};

payload! {
    /// What became of `reservationExtend`.
    ReservationExtendPayload(Told, StockUserError) {
        /// The reservation. Null: it was not extended, see `userErrors`.
        async fn reservation(&self) -> Option<Reservation> {
            self.0.made().map(Told::reservation)
        }
    }
}

mutation! {
    /// Holds an active reservation for at least so long from now on; it never gets shorter. One whose time is over can't be
    /// extended.
    ReservationExtend.reservation_extend(
        id: ID = "The reservation's id.",
        ttl_seconds: Option<i32> = "For how many seconds from now, 1 to 2,592,000 (30 days). Null: 900.",
    ) -> ReservationExtendPayload
}

impl ReservationExtend {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        id: ID,
        ttl_seconds: Option<i32>,
    ) -> Result<ReservationExtendPayload> {
        let id = bound::reached(ctx, &id).await?;
        let change = Extend { id, ttl_seconds };
        call.run(ctx, change).await.map(ReservationExtendPayload)
    }
}

struct Extend {
    id: ReservationId,
    ttl_seconds: Option<i32>,
}

impl Change for Extend {
    const MUTATION: &'static str = "reservationExtend";
    type Made = Told;

    async fn apply(&self, work: &mut Work) -> Result<Told, Stop> {
        let mut checked = Checked::new(&[]);
        let time_to_live = checked.time_to_live(self.ttl_seconds);
        checked.done()?;
        let extended = work.transaction()?.extend(self.id, time_to_live).await;
        extended
            .map(Told::from)
            .map_err(|failure| stop(failure, &[]))
    }
}
