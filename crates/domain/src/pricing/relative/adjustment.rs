//! What is done to a price: a percentage or an amount, exactly.

use super::super::{AMOUNT_DIGITS, Amount};

/// Digits after the point that a percentage may have.
const PERCENTAGE_DIGITS: u8 = 4;

/// A percentage in ten-thousandths: as a share in millionths.
const PERCENTAGE_LEAST: i64 = -1_000_000;
const PERCENTAGE_MOST: i64 = 10_000_000;

/// A price unchanged, as a share in millionths.
const WHOLE: i64 = 1_000_000;

/// A change of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Adjustment {
    /// By a share of it, in millionths: −100,000 takes 10 % off. From −100 % to 1,000 %.
    Percentage(i64),
    /// By an amount in millionths of the major unit; below zero it takes off. A price never gets below zero.
    Amount(i64),
}

/// Why a text is no change of a price. The messages are sentences for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdjustmentError {
    /// Not a percentage.
    #[error(
        "{0:?} is not a percentage: from \"-100\" to \"1000\", such as \"-12.5\", with at most 4 digits after the point."
    )]
    Percentage(String),
    /// Not an amount.
    #[error(
        "{text:?} is not an amount to add or take off: such as \"-2.50\", with at most {digits} digits after the point here."
    )]
    Amount {
        /// What was given.
        text: String,
        /// The digits that the list allows.
        digits: u8,
    },
}

impl Adjustment {
    /// Leaves a price as it is.
    pub const NONE: Self = Self::Amount(0);

    /// A percentage, such as `-12.5`.
    ///
    /// # Errors
    /// [`AdjustmentError::Percentage`].
    pub fn parse_percentage(text: &str) -> Result<Self, AdjustmentError> {
        signed(text, PERCENTAGE_DIGITS)
            // Read in millionths of a percent, which are hundred-millionths of a share.
            .map(|millionths| millionths / 100)
            .filter(|share| (PERCENTAGE_LEAST..=PERCENTAGE_MOST).contains(share))
            .map(Self::Percentage)
            .ok_or_else(|| AdjustmentError::Percentage(text.to_owned()))
    }

    /// An amount with at most `digits` digits after the point, such as `-2.50`.
    ///
    /// # Errors
    /// [`AdjustmentError::Amount`].
    pub fn parse_amount(text: &str, digits: u8) -> Result<Self, AdjustmentError> {
        signed(text, digits)
            .map(Self::Amount)
            .ok_or_else(|| AdjustmentError::Amount {
                text: text.to_owned(),
                digits,
            })
    }

    /// The number as text, without needless zeros: of a percentage in percent, of an amount in major units.
    #[must_use]
    pub fn to_text(self) -> String {
        let millionths = match self {
            Self::Percentage(share) => share * 100,
            Self::Amount(millionths) => millionths,
        };
        rust_decimal::Decimal::new(millionths, AMOUNT_DIGITS.into())
            .normalize()
            .to_string()
    }

    /// The share of the price that stays, in millionths, and what is added, in millionths of the major unit.
    #[must_use]
    pub const fn factor_and_offset(self) -> (i64, i64) {
        match self {
            Self::Percentage(share) => (WHOLE + share, 0),
            Self::Amount(millionths) => (WHOLE, millionths),
        }
    }

    /// The changed price, not below zero, in millionths of millionths of the major unit.
    pub(super) fn exact(self, amount: Amount) -> i128 {
        let (factor, offset) = self.factor_and_offset();
        let changed = i128::from(amount.millionths()) * i128::from(factor);
        (changed + i128::from(offset) * i128::from(WHOLE)).max(0)
    }
}

/// A decimal text with an optional minus, in millionths.
fn signed(text: &str, digits: u8) -> Option<i64> {
    let (negative, digits_of) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let millionths = Amount::parse(digits_of, digits).ok()?.millionths();
    Some(if negative { -millionths } else { millionths })
}
