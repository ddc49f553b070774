//! Money as the API shows it.

use rust_decimal::Decimal;

use super::Currency;

/// An exact decimal amount in a currency. Its scale is the number of digits to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// In major units (euro, not cents).
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: Currency,
}
