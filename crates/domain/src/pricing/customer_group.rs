//! Customer groups: buyers with prices of their own, such as resellers.

use crate::text::Code;

/// A customer group, as declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerGroup {
    /// The seller's key.
    pub code: Code,
    /// Its name.
    pub name: String,
}
