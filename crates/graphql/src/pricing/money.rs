//! `Money`.

use async_graphql::SimpleObject;
use domain::pricing::{self, selection::UnitPrice};

use crate::scalars::{CurrencyCode, Decimal};

/// An exact amount in a currency.
#[derive(Clone, SimpleObject)]
pub(crate) struct Money {
    /// In major units (euro, not cents), with as many digits after the point as the currency or the price list has.
    amount: Decimal,
    /// The currency.
    currency: CurrencyCode,
}

impl From<pricing::Money> for Money {
    fn from(money: pricing::Money) -> Self {
        Self {
            amount: Decimal(money.amount),
            currency: CurrencyCode(money.currency),
        }
    }
}

impl Money {
    /// A unit price, with the digits of its price list.
    pub(crate) fn of_unit(unit: UnitPrice, currency: pricing::Currency) -> Self {
        Self {
            amount: Decimal(unit.amount.to_decimal(unit.digits)),
            currency: CurrencyCode(currency),
        }
    }
}
