//! Stock: how many units are where, and what a buyer is told of it.

pub mod availability;
mod choice;
mod ledger;
mod level_change;
mod location;
mod reservation;
mod stock;

pub use availability::{Availability, Counting, StockStatus};
pub use choice::{Choice, Shortage, Taken, Wish, choose};
pub use ledger::LedgerCause;
pub use level_change::{LevelChange, LevelRefusal, StockCount, Units};
pub use location::Location;
pub use reservation::{Reservation, ReservationLine, ReservationState};
pub use stock::{Incoming, QUANTITY_MAX, Stock, StockLevel};
