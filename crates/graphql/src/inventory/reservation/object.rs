//! `Reservation`.

use async_graphql::{Enum, ID, Object, SimpleObject};
use domain::{
    id::ReservationId,
    inventory,
    text::{Code, Sku},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    node_id::{NodeType, encode},
    scalars::{DateTime, int},
};

/// How a reservation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(
    remote = "inventory::ReservationState",
    visible = "crate::viewer::is_admin"
)]
pub(crate) enum ReservationState {
    /// Units are held until it expires.
    Active,
    /// Nothing is held any more, and some or all units were sold.
    Committed,
    /// All units were given back.
    Released,
    /// Its time came to an end before all units were sold or given back; what was held then is free again.
    Expired,
}

/// A reservation, as it stood when it was read.
#[derive(Clone)]
pub(crate) struct Reservation(pub(crate) inventory::Reservation);

/// Units held for somebody until a moment, to be sold or given back.
#[Object(visible = "crate::viewer::is_admin")]
impl Reservation {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        encode(NodeType::Reservation, self.0.id.uuid())
    }

    /// How it stands.
    async fn state(&self) -> ReservationState {
        self.0.state.into()
    }

    /// What you call it, such as the number of a cart. Null: nothing was said.
    async fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }

    /// When it was made, by the database's clock.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// Until when units are held, by the database's clock.
    async fn expires_at(&self) -> DateTime {
        DateTime(self.0.expires_at)
    }

    /// What it is of, in the order asked for; a line that was split stands there once for each location.
    async fn lines(&self) -> Vec<ReservationLine> {
        self.0.lines.iter().map(ReservationLine::of).collect()
    }
}

/// Units of one variant at one location. `quantity` is the sum of `held`, `committed` and `released`.
#[derive(SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ReservationLine {
    /// The variant's SKU.
    sku: String,
    /// How many units were reserved.
    quantity: i32,
    /// The code of the location that they are taken from. Null: the variant's stock isn't counted and the channel has no
    /// location, or the location is gone.
    location: Option<String>,
    /// How many of them are held now.
    held: i32,
    /// How many were sold.
    committed: i32,
    /// How many were given back, or are free again because the time came to an end.
    released: i32,
}

impl ReservationLine {
    fn of(line: &inventory::ReservationLine) -> Self {
        Self {
            sku: line.sku.to_string(),
            quantity: int(line.quantity),
            location: line.location.as_ref().map(ToString::to_string),
            held: int(line.held),
            committed: int(line.committed),
            released: int(line.released),
        }
    }
}

/// A reservation as it was told once, and is told again to who asks under the same key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Told {
    id: Uuid,
    state: String,
    reference: Option<String>,
    created_at: i64,
    expires_at: i64,
    lines: Vec<ToldLine>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct ToldLine {
    sku: String,
    location: Option<String>,
    quantity: i64,
    held: i64,
    committed: i64,
    released: i64,
}

impl From<inventory::Reservation> for Told {
    fn from(reservation: inventory::Reservation) -> Self {
        let lines = reservation.lines.into_iter().map(|line| ToldLine {
            sku: line.sku.to_string(),
            location: line.location.map(|code| code.to_string()),
            quantity: line.quantity,
            held: line.held,
            committed: line.committed,
            released: line.released,
        });
        Self {
            id: reservation.id.uuid(),
            state: reservation.state.as_str().to_owned(),
            reference: reservation.reference,
            created_at: reservation.created_at.timestamp_micros(),
            expires_at: reservation.expires_at.timestamp_micros(),
            lines: lines.collect(),
        }
    }
}

impl Told {
    /// As it was told.
    pub(super) fn reservation(&self) -> Reservation {
        let moment = |micros| chrono::DateTime::from_timestamp_micros(micros).unwrap_or_default();
        let lines = self.lines.iter().map(|line| inventory::ReservationLine {
            sku: Sku::trusted(&line.sku),
            location: line.location.as_deref().map(Code::trusted),
            quantity: line.quantity,
            held: line.held,
            committed: line.committed,
            released: line.released,
        });
        Reservation(inventory::Reservation {
            id: ReservationId(self.id),
            state: inventory::ReservationState::parse(&self.state)
                .unwrap_or(inventory::ReservationState::Active),
            reference: self.reference.clone(),
            created_at: moment(self.created_at),
            expires_at: moment(self.expires_at),
            lines: lines.collect(),
        })
    }
}
