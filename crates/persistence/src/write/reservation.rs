//! Reservations: made, extended, sold, given back, and ended by their time.
//!
//! The conditional statement in `reserve.rs` is what decides: whatever anybody has read before, it takes units only where
//! they are. Times are the database's, so that all nodes agree.

mod expire;
mod reserve;
mod rows;
mod settle;

pub use self::{
    reserve::{NewReservation, ReservedLine},
    settle::{LineUnits, ReservationEnd},
};
