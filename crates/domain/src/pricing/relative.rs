//! Relative price lists: prices that are computed from those of another list, or from the base prices.
//!
//! A computed price is the parent's price for the same buyer, moment and quantity, changed by a percentage or an amount,
//! exactly, and then rounded once. Which of them count is told by [`super::selection`].

mod adjustment;
mod chain;
mod rounding;
#[cfg(test)]
pub(in crate::pricing) mod tests;

pub use adjustment::{Adjustment, AdjustmentError};
pub use chain::{CHAIN_MAX, ChainProblem, chain_problem};
pub use rounding::{Rounding, RoundingError, RoundingMode, largest as largest_amount};

use super::{Amount, PriceList};
use crate::text::Code;

/// How a price list's prices follow from another's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relative {
    /// The price list whose prices are changed, by code; in the same currency. None: the base prices.
    pub parent: Option<Code>,
    /// What is done to a price where no override holds.
    pub adjustment: Adjustment,
    /// To what the changed price is rounded. None: half to even, to the list's digits.
    pub rounding: Option<Rounding>,
    /// What a computed price is shown to have cost before.
    pub compare_at: RelativeCompareAt,
    /// Other changes for some products: the first that holds for a product counts.
    pub overrides: Vec<Override>,
}

/// What a computed price is shown to have cost before; nothing, where that is not above the price itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RelativeCompareAt {
    /// What the parent's price is shown to have cost before, changed and rounded as the price is.
    #[default]
    Adjusted,
    /// The parent's price: what a sale list shows.
    Parent,
    /// Nothing.
    None,
}

crate::spelling::spelled!(RelativeCompareAt { Adjusted => "ADJUSTED", Parent => "PARENT", None => "NONE" });

/// Another change for some products.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// For which products.
    pub scope: OverrideScope,
    /// What is done to their prices.
    pub adjustment: Adjustment,
}

/// For which products an override holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OverrideScope {
    /// Those in this category or in one below it, by code.
    Category(Code),
    /// Those of this brand, spelled exactly so.
    Brand(String),
}

/// A price that was computed from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Computed {
    /// What one unit costs.
    pub amount: Amount,
    /// What it is shown to have cost before. None: nothing is shown.
    pub compare_at: Option<Amount>,
}

impl Relative {
    /// What is done to the prices of a product of this brand in these categories, with all that is above them.
    #[must_use]
    pub fn adjustment_for(&self, brand: Option<&str>, categories: &[Code]) -> Adjustment {
        let holds = |scope: &OverrideScope| match scope {
            OverrideScope::Category(code) => categories.contains(code),
            OverrideScope::Brand(name) => brand == Some(name.as_str()),
        };
        self.overrides
            .iter()
            .find(|one| holds(&one.scope))
            .map_or(self.adjustment, |one| one.adjustment)
    }

    /// The categories that overrides name.
    pub fn override_categories(&self) -> impl Iterator<Item = &Code> {
        self.overrides.iter().filter_map(|one| match &one.scope {
            OverrideScope::Category(code) => Some(code),
            OverrideScope::Brand(_) => None,
        })
    }

    /// A price in the list with this relation, from the parent's. `digits` are the list's.
    #[must_use]
    pub fn compute(
        &self,
        amount: Amount,
        compare_at: Option<Amount>,
        adjustment: Adjustment,
        digits: u8,
    ) -> Computed {
        let rounding = self.rounding.unwrap_or_else(|| Rounding::to_digits(digits));
        let computed = rounding.round(adjustment.exact(amount), digits);
        let before = match self.compare_at {
            RelativeCompareAt::Adjusted => {
                compare_at.map(|before| rounding.round(adjustment.exact(before), digits))
            }
            RelativeCompareAt::Parent => {
                let unchanged = Adjustment::NONE.exact(amount);
                Some(Rounding::to_digits(digits).round(unchanged, digits))
            }
            RelativeCompareAt::None => None,
        };
        Computed {
            amount: computed,
            compare_at: before.filter(|before| *before > computed),
        }
    }
}

impl PriceList {
    /// Whether its prices are computed from others where it has none of its own.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        self.relative.is_some()
    }
}
