//! Locations: warehouses and shops that hold stock.

use crate::{country::Country, text::Code};

/// A location, as declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The seller's key.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// Where it is. None: not said.
    pub country: Option<Country>,
}
