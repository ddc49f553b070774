//! Reservations: units held for somebody until a moment.

mod mutations;
mod object;
mod query;

pub(crate) use mutations::ReservationMutation;
pub(crate) use object::Reservation;
pub(crate) use query::ReservationQuery;
