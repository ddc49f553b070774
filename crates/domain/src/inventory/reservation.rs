//! Reservations: units that are held for somebody until a moment, to be sold or given back.

use crate::{
    clock::Timestamp,
    id::ReservationId,
    text::{Code, Sku},
};

/// How a reservation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReservationState {
    /// Units are held until it expires.
    Active,
    /// Nothing is held any more, and some or all units were sold.
    Committed,
    /// All units were given back.
    Released,
    /// Its time came to an end before all units were sold or given back; what was held then is free again.
    Expired,
}

crate::spelling::spelled!(ReservationState {
    Active => "ACTIVE",
    Committed => "COMMITTED",
    Released => "RELEASED",
    Expired => "EXPIRED",
});

/// A reservation, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// Its identifier.
    pub id: ReservationId,
    /// How it stands.
    pub state: ReservationState,
    /// What the caller calls it, such as the number of a cart. None: nothing.
    pub reference: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when units are held.
    pub expires_at: Timestamp,
    /// What it is of, in the order asked for; a line that was split is there once for each location.
    pub lines: Vec<ReservationLine>,
}

/// Units of one variant at one location. `quantity = held + committed + released`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReservationLine {
    /// The variant's key.
    pub sku: Sku,
    /// From where the units are taken. None: of what isn't counted, where the channel has no location; or the location is
    /// gone.
    pub location: Option<Code>,
    /// How many units were reserved.
    pub quantity: i64,
    /// How many of them are held now.
    pub held: i64,
    /// How many were sold.
    pub committed: i64,
    /// How many were given back, or are free again because the time came to an end.
    pub released: i64,
}

impl ReservationState {
    /// How a reservation stands of which these units are left, after selling or giving back.
    #[must_use]
    pub const fn after(held: i64, committed: i64) -> Self {
        if held > 0 {
            Self::Active
        } else if committed > 0 {
            Self::Committed
        } else {
            Self::Released
        }
    }
}
