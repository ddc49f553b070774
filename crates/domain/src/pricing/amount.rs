//! Amounts of unit prices: exact integers in one scale for every currency and precision.

use rust_decimal::Decimal;

/// Digits after the point that an [`Amount`] holds; the finest `unitPrecision` that a price list may have.
pub const AMOUNT_DIGITS: u8 = 6;

/// The largest amount, in millionths: a billion (10⁹) of the major unit less one millionth.
const MAX_MILLIONTHS: i64 = 1_000_000_000_000_000 - 1;

/// An exact, non-negative amount in millionths of its currency's major unit (1.50 EUR is 1,500,000).
///
/// One scale for all currencies and price lists keeps amounts comparable in the databases as plain integers, also
/// between a list of sub-cent prices and the others. The number of digits to show comes from the currency or the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// Why a text is not an amount. The messages are sentences for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not digits with an optional point between them.
    #[error(
        "{0:?} is not an amount: digits with an optional point, such as \"19.99\", without sign or exponent."
    )]
    Malformed(String),
    /// More digits after the point than the currency or the price list has.
    #[error("{text:?} has {given} digits after the point; {allowed} are allowed here.")]
    TooPrecise {
        /// What was given.
        text: String,
        /// Digits after its point.
        given: usize,
        /// Digits that the currency, or the list's `unitPrecision`, allows.
        allowed: u8,
    },
    /// A billion or more.
    #[error("{0:?} is too large: an amount is less than 1000000000.")]
    TooLarge(String),
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Parses a decimal text with at most `digits` digits after the point (at most [`AMOUNT_DIGITS`]).
    ///
    /// # Errors
    /// [`AmountError`], which says what is wrong.
    pub fn parse(text: &str, digits: u8) -> Result<Self, AmountError> {
        let malformed = || AmountError::Malformed(text.to_owned());
        let (whole, fraction) = match text.split_once('.') {
            Some((_, "")) => return Err(malformed()),
            Some((whole, fraction)) => (whole, fraction),
            None => (text, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return Err(malformed());
        }
        let allowed = digits.min(AMOUNT_DIGITS);
        if fraction.len() > usize::from(allowed) {
            return Err(AmountError::TooPrecise {
                text: text.to_owned(),
                given: fraction.len(),
                allowed,
            });
        }
        let padded = format!(
            "{whole}{fraction:0<width$}",
            width = usize::from(AMOUNT_DIGITS)
        );
        match padded.parse::<i64>() {
            Ok(millionths) if millionths <= MAX_MILLIONTHS => Ok(Self(millionths)),
            _ => Err(AmountError::TooLarge(text.to_owned())),
        }
    }

    /// From a decimal number with at most `digits` digits after the point (at most [`AMOUNT_DIGITS`]); zeros at its end
    /// don't count.
    ///
    /// # Errors
    /// [`AmountError`]: malformed if it is negative.
    pub fn from_decimal(decimal: Decimal, digits: u8) -> Result<Self, AmountError> {
        let normal = decimal.normalize();
        if normal.is_sign_negative() && !normal.is_zero() {
            return Err(AmountError::Malformed(decimal.to_string()));
        }
        let allowed = digits.min(AMOUNT_DIGITS);
        if normal.scale() > u32::from(allowed) {
            let given = usize::try_from(normal.scale()).expect("a decimal has at most 28 digits");
            return Err(AmountError::TooPrecise {
                text: decimal.to_string(),
                given,
                allowed,
            });
        }
        let surplus_digits = u32::from(AMOUNT_DIGITS) - normal.scale();
        let millionths = normal.mantissa().checked_mul(10_i128.pow(surplus_digits));
        millionths
            .and_then(|millionths| i64::try_from(millionths).ok())
            .and_then(Self::from_millionths)
            .ok_or_else(|| AmountError::TooLarge(decimal.to_string()))
    }

    /// From millionths, as the databases store them. None for a negative or too large number.
    #[must_use]
    pub fn from_millionths(millionths: i64) -> Option<Self> {
        (0..=MAX_MILLIONTHS)
            .contains(&millionths)
            .then_some(Self(millionths))
    }

    /// In millionths of the major unit.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// As a decimal with exactly `digits` digits after the point; what an amount has beyond them must be zero, which
    /// holds for every amount parsed with no more digits.
    #[must_use]
    pub fn to_decimal(self, digits: u8) -> Decimal {
        let mut decimal = Decimal::new(self.0, u32::from(AMOUNT_DIGITS));
        decimal.rescale(u32::from(digits.min(AMOUNT_DIGITS)));
        decimal
    }

    /// As text with exactly `digits` digits after the point: the form of feeds and of the API.
    #[must_use]
    pub fn to_text(self, digits: u8) -> String {
        self.to_decimal(digits).to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_amount_keeps_its_digits_exactly() {
        assert_eq!(Amount::parse("19.99", 2).unwrap().millionths(), 19_990_000);
        assert_eq!(Amount::parse("0.0015", 4).unwrap().to_text(4), "0.0015");
        assert_eq!(Amount::parse("7", 2).unwrap().to_text(2), "7.00");
        assert_eq!(
            Amount::parse("999999999.999999", 6).unwrap().to_text(6),
            "999999999.999999"
        );
    }

    #[test]
    fn what_is_not_an_amount_is_refused() {
        for text in [
            "", ".", "1.", ".5", "-1", "+1", "1e3", "1,50", " 1", "١", "NaN", "1.2.3",
        ] {
            assert!(
                matches!(Amount::parse(text, 2), Err(AmountError::Malformed(_))),
                "{text:?}"
            );
        }
        assert!(matches!(
            Amount::parse("1.999", 2),
            Err(AmountError::TooPrecise {
                given: 3,
                allowed: 2,
                ..
            })
        ));
        assert!(matches!(
            Amount::parse("1.0", 0),
            Err(AmountError::TooPrecise { .. })
        ));
        assert!(matches!(
            Amount::parse("1000000000", 2),
            Err(AmountError::TooLarge(_))
        ));
        assert!(matches!(
            Amount::parse(&"9".repeat(40), 2),
            Err(AmountError::TooLarge(_))
        ));
    }

    #[test]
    fn a_decimal_becomes_the_amount_that_its_text_would() {
        let decimal = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(
            Amount::from_decimal(decimal("19.99"), 2),
            Amount::parse("19.99", 2)
        );
        assert_eq!(
            Amount::from_decimal(decimal("7.5000"), 2),
            Amount::parse("7.50", 2)
        );
        assert_eq!(
            Amount::from_decimal(decimal("-0.00"), 0),
            Amount::parse("0", 0)
        );
        assert_eq!(
            Amount::from_decimal(decimal("100"), 0),
            Amount::parse("100", 0)
        );
        let malformed = Err(AmountError::Malformed("-1".to_owned()));
        assert_eq!(Amount::from_decimal(decimal("-1"), 2), malformed);
        let too_precise = Amount::from_decimal(decimal("1.999"), 2);
        assert!(matches!(
            too_precise,
            Err(AmountError::TooPrecise {
                given: 3,
                allowed: 2,
                ..
            })
        ));
        for too_large in [decimal("1000000000"), Decimal::MAX] {
            let refused = Amount::from_decimal(too_large, 2);
            assert!(
                matches!(refused, Err(AmountError::TooLarge(_))),
                "{too_large}"
            );
        }
    }

    proptest! {
        #[test]
        fn decimal_and_amount_round_trip(millionths in 0..=MAX_MILLIONTHS) {
            let amount = Amount::from_millionths(millionths).unwrap();
            prop_assert_eq!(Amount::from_decimal(amount.to_decimal(6), 6).unwrap(), amount);
        }

        #[test]
        fn text_and_amount_round_trip(millionths in 0..=MAX_MILLIONTHS) {
            let amount = Amount::from_millionths(millionths).unwrap();
            prop_assert_eq!(Amount::parse(&amount.to_text(6), 6).unwrap(), amount);
        }
    }
}
