//! Prices: exact money, price lists, and the rule that picks the price of a buyer.

mod amount;
mod currency;
mod customer_group;
#[cfg(test)]
pub(crate) mod fixture;
pub mod history;
mod money;
mod price;
mod price_list;
mod quantity_rule;
mod relative;
pub mod selection;
pub mod tax;

pub use amount::{AMOUNT_DIGITS, Amount, AmountError};
pub use currency::{Currency, CurrencyError};
pub use customer_group::CustomerGroup;
pub use money::Money;
pub use price::Price;
pub use price_list::PriceList;
pub use quantity_rule::{QuantityRefusal, QuantityRule, QuantityRuleError, smallest_quantity};
pub use relative::{
    Adjustment, AdjustmentError, CHAIN_MAX, ChainProblem, Computed, Override, OverrideScope,
    Relative, RelativeCompareAt, Rounding, RoundingError, RoundingMode, chain_problem,
    largest_amount,
};
