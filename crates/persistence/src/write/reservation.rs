//! Reservations: made, extended, sold, given back, and ended by their time.
//!
//! The conditional statement in `reserve.rs` is what decides: whatever anybody has read before, it takes units only where
//! they are. Times are the database's, so that all nodes agree.

mod desk;
mod expire;
mod reserve;
mod rows;
mod settle;
mod taking;
mod together;

pub(crate) use self::desk::Desk;
pub use self::{
    desk::{ReservationAnswer, ReservationCall},
    reserve::{NewReservation, ReservedLine},
    settle::{LineUnits, ReservationEnd},
};
