//! `reservationCommit` and `reservationRelease`.

use async_graphql::{Context, ID, InputObject, Result};
use domain::{
    id::ReservationId,
    text::{Code, Sku},
};
use persistence::{LineUnits, ReservationEnd};

use super::super::object::{Reservation, Told};
use crate::{
    inventory::{
        bound,
        user_error::{Checked, StockUserError, stop},
    },
    mutation::{Call, Change, Stop, Work, mutation, payload},
};

/// A part of what a reservation holds.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ReservationLineInput {
    /// The variant's SKU.
    sku: String,
    /// How many of the held units.
    quantity: i32,
    /// The code of the location that they are held at. Null: any, in the order of the reservation's lines.
    location: Option<String>,
}

payload! {
    /// What became of `reservationCommit`.
    ReservationCommitPayload(Told, StockUserError) {
        /// The reservation. Null: nothing was sold, see `userErrors`.
        async fn reservation(&self) -> Option<Reservation> {
            self.0.made().map(Told::reservation)
        }
    }
}

payload! {
    /// What became of `reservationRelease`.
    ReservationReleasePayload(Told, StockUserError) {
        /// The reservation. Null: nothing was given back, see `userErrors`.
        async fn reservation(&self) -> Option<Reservation> {
            self.0.made().map(Told::reservation)
        }
    }
}

mutation! {
    /// Sells what a reservation holds, or a part of it; the rest stays held. What is not on the shelf is owed from then on
    /// (`backordered`), and settled by the next receipts.
    ReservationCommit.reservation_commit(
        id: ID = "The reservation's id.",
        lines: Option<Vec<ReservationLineInput>> = "Which parts, 1 to 250. Null: all that it holds.",
    ) -> ReservationCommitPayload
}

mutation! {
    /// Gives back what a reservation holds, or a part of it; the rest stays held.
    ReservationRelease.reservation_release(
        id: ID = "The reservation's id.",
        lines: Option<Vec<ReservationLineInput>> = "Which parts, 1 to 250. Null: all that it holds.",
    ) -> ReservationReleasePayload
}

type Parts = Option<Vec<ReservationLineInput>>;

impl ReservationCommit {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        id: ID,
        lines: Parts,
    ) -> Result<ReservationCommitPayload> {
        let id = bound::reached(ctx, &id).await?;
        let change = Commit(id, lines);
        call.run(ctx, change).await.map(ReservationCommitPayload)
    }
}

impl ReservationRelease {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        id: ID,
        lines: Parts,
    ) -> Result<ReservationReleasePayload> {
        let id = bound::reached(ctx, &id).await?;
        let change = Release(id, lines);
        call.run(ctx, change).await.map(ReservationReleasePayload)
    }
}

struct Commit(ReservationId, Parts);

struct Release(ReservationId, Parts);

impl Change for Commit {
    const MUTATION: &'static str = "reservationCommit";
    type Made = Told;

    async fn apply(&self, work: &mut Work) -> Result<Told, Stop> {
        settle(work, self.0, self.1.as_deref(), ReservationEnd::Commit).await
    }
}

impl Change for Release {
    const MUTATION: &'static str = "reservationRelease";
    type Made = Told;

    async fn apply(&self, work: &mut Work) -> Result<Told, Stop> {
        settle(work, self.0, self.1.as_deref(), ReservationEnd::Release).await
    }
}

async fn settle(
    work: &mut Work,
    id: ReservationId,
    lines: Option<&[ReservationLineInput]>,
    end: ReservationEnd,
) -> Result<Told, Stop> {
    let parts = lines.map(parts).transpose()?;
    let settled = work.transaction()?.settle(id, parts.as_deref(), end).await;
    settled
        .map(Told::from)
        .map_err(|failure| stop(failure, &[]))
}

fn parts(lines: &[ReservationLineInput]) -> Result<Vec<LineUnits>, Stop> {
    let mut checked = Checked::new(&[]);
    checked.lines(lines.len());
    let parts = lines.iter().enumerate().filter_map(|(place, line)| {
        let quantity = checked.quantity(place, "quantity", line.quantity, 1);
        let location = line.location.as_deref().map(Code::parse).transpose();
        let location = checked.parsed(place, "location", location)?;
        Some(LineUnits {
            sku: checked.parsed(place, "sku", Sku::parse(&line.sku))?,
            quantity,
            location,
        })
    });
    let parts = parts.collect();
    checked.done()?;
    Ok(parts)
}
