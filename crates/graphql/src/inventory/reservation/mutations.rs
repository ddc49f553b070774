//! The mutations of reservations.

mod extend;
mod reserve;
mod settle;

use async_graphql::MergedObject;

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct ReservationMutation(
    reserve::StockReserve,
    extend::ReservationExtend,
    settle::ReservationCommit,
    settle::ReservationRelease,
);
