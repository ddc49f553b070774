//! In which quantities something can be bought.

use std::num::NonZeroU32;

use crate::inventory::QUANTITY_MAX;

/// In which quantities a variant can be bought: the least, and from there on in steps, up to the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QuantityRule {
    /// The least quantity.
    pub minimum: NonZeroU32,
    /// The greatest quantity; not below the least. None: no end.
    pub maximum: Option<NonZeroU32>,
    /// The step between quantities, from the least on.
    pub increment: NonZeroU32,
}

/// Why three numbers are not a quantity rule. The messages are sentences for the person who wrote them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityRuleError {
    /// A number below 1 or too large.
    #[error("{0} is not a quantity to buy: it must be 1 to {QUANTITY_MAX}.")]
    OutOfBounds(i64),
    /// The greatest quantity is below the least.
    #[error("The maximum {maximum} is below the minimum {minimum}.")]
    Empty {
        /// As given.
        minimum: i64,
        /// As given.
        maximum: i64,
    },
}

/// Why a quantity can't be bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuantityRefusal {
    /// It is less than the least.
    BelowMinimum,
    /// It is more than the greatest.
    AboveMaximum,
    /// It lies between two steps.
    BetweenSteps,
}

impl QuantityRule {
    /// Makes a rule of what a seller says; what is not said is a minimum of 1, no maximum, an increment of 1. None: a
    /// rule that lets every quantity pass, which is the same as none.
    ///
    /// # Errors
    /// [`QuantityRuleError`], which says what is wrong.
    pub fn parse(
        minimum: Option<i64>,
        maximum: Option<i64>,
        increment: Option<i64>,
    ) -> Result<Option<Self>, QuantityRuleError> {
        let rule = Self {
            minimum: quantity(minimum.unwrap_or(1))?,
            maximum: maximum.map(quantity).transpose()?,
            increment: quantity(increment.unwrap_or(1))?,
        };
        if let Some(greatest) = rule.maximum
            && greatest < rule.minimum
        {
            return Err(QuantityRuleError::Empty {
                minimum: i64::from(rule.minimum.get()),
                maximum: i64::from(greatest.get()),
            });
        }
        let lets_all_pass =
            rule.maximum.is_none() && rule.minimum.get() == 1 && rule.increment.get() == 1;
        Ok((!lets_all_pass).then_some(rule))
    }

    /// Why so many can't be bought. None: they can.
    #[must_use]
    pub fn refusal(&self, quantity: u32) -> Option<QuantityRefusal> {
        let (minimum, increment) = (self.minimum.get(), self.increment.get());
        if quantity < minimum {
            Some(QuantityRefusal::BelowMinimum)
        } else if self.maximum.is_some_and(|most| quantity > most.get()) {
            Some(QuantityRefusal::AboveMaximum)
        } else if !(quantity - minimum).is_multiple_of(increment) {
            Some(QuantityRefusal::BetweenSteps)
        } else {
            None
        }
    }

    /// The quantity that can be bought nearest to this one: the next step up where there is one, else the last one.
    #[must_use]
    pub fn nearest(&self, quantity: u32) -> u32 {
        let (minimum, increment) = (
            u64::from(self.minimum.get()),
            u64::from(self.increment.get()),
        );
        let above = u64::from(quantity).saturating_sub(minimum);
        let most = self
            .maximum
            .map_or(QUANTITY_MAX.unsigned_abs(), |most| u64::from(most.get()));
        let steps = above.div_ceil(increment).min((most - minimum) / increment);
        u32::try_from(minimum + steps * increment).unwrap_or(self.minimum.get())
    }
}

/// The smallest quantity that can be ordered under a rule, which may be none: the one at which ranges, filters and
/// orders take a price.
#[must_use]
pub fn smallest_quantity(rule: Option<&QuantityRule>) -> u32 {
    rule.map_or(1, |rule| rule.minimum.get())
}

fn quantity(given: i64) -> Result<NonZeroU32, QuantityRuleError> {
    let number = u32::try_from(given)
        .ok()
        .filter(|_| given <= QUANTITY_MAX)
        .and_then(NonZeroU32::new);
    number.ok_or(QuantityRuleError::OutOfBounds(given))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rule(minimum: i64, maximum: Option<i64>, increment: i64) -> QuantityRule {
        QuantityRule::parse(Some(minimum), maximum, Some(increment))
            .unwrap()
            .unwrap()
    }

    #[test]
    fn steps_are_counted_from_the_least_quantity() {
        let rule = rule(4, Some(12), 3);
        assert_eq!(rule.refusal(3), Some(QuantityRefusal::BelowMinimum));
        assert_eq!(rule.refusal(4), None);
        assert_eq!(rule.refusal(6), Some(QuantityRefusal::BetweenSteps));
        assert_eq!(rule.refusal(10), None);
        assert_eq!(rule.refusal(13), Some(QuantityRefusal::AboveMaximum));
        assert_eq!(rule.nearest(1), 4);
        assert_eq!(rule.nearest(5), 7);
        assert_eq!(rule.nearest(12), 10);
        assert_eq!(rule.nearest(500), 10);
    }

    #[test]
    fn a_rule_that_lets_all_pass_is_none() {
        assert_eq!(QuantityRule::parse(None, None, None), Ok(None));
        assert_eq!(QuantityRule::parse(Some(1), None, Some(1)), Ok(None));
        assert_eq!(smallest_quantity(None), 1);
    }

    #[test]
    fn a_rule_that_lets_nothing_pass_is_refused() {
        assert_eq!(
            QuantityRule::parse(Some(0), None, None),
            Err(QuantityRuleError::OutOfBounds(0))
        );
        assert_eq!(
            QuantityRule::parse(None, Some(QUANTITY_MAX + 1), None),
            Err(QuantityRuleError::OutOfBounds(QUANTITY_MAX + 1))
        );
        assert_eq!(
            QuantityRule::parse(Some(5), Some(4), None),
            Err(QuantityRuleError::Empty {
                minimum: 5,
                maximum: 4
            })
        );
    }

    proptest! {
        #[test]
        fn the_nearest_quantity_can_be_bought(
            minimum in 1..50_i64, more in prop::option::of(0..50_i64), increment in 1..12_i64, asked in 0..200_u32
        ) {
            if let Some(rule) = QuantityRule::parse(Some(minimum), more.map(|more| minimum + more), Some(increment)).unwrap() {
                let nearest = rule.nearest(asked);
                prop_assert_eq!(rule.refusal(nearest), None);
                if rule.refusal(asked).is_none() {
                    prop_assert_eq!(nearest, asked);
                }
            }
        }
    }
}
