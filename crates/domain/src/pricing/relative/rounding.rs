//! To what a computed price is rounded: to a step such as 0.05, or to an ending such as .99.

use super::super::{AMOUNT_DIGITS, Amount, AmountError};

/// The largest step, in millionths: a thousand of the major unit.
const STEP_MOST: i64 = 1_000_000_000;

/// The prices to which is rounded: every multiple of a step, plus an ending. No price above zero is rounded to one below
/// the ending; zero stays zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rounding {
    /// From one of these prices to the next: with 0.05 and no ending 1.00, 1.05, 1.10 …
    pub step: Amount,
    /// What is above the multiple: with a step of 1 and an ending of 0.99 it is 0.99, 1.99, 2.99 … Less than the step.
    pub ending: Amount,
    /// Which of the two neighbours.
    pub mode: RoundingMode,
}

/// Which of the two neighbours a price is rounded to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RoundingMode {
    /// The nearer; of two equally near ones, the one that is an even number of steps.
    #[default]
    Nearest,
    /// The higher.
    Up,
    /// The lower.
    Down,
}

crate::spelling::spelled!(RoundingMode { Nearest => "NEAREST", Up => "UP", Down => "DOWN" });

/// Why a rounding is none. The messages are sentences for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoundingError {
    /// The step is no amount.
    #[error("The step: {0}")]
    Step(AmountError),
    /// The ending is no amount.
    #[error("The ending: {0}")]
    Ending(AmountError),
    /// The step is zero or too large.
    #[error("A step is above 0 and at most 1000.")]
    StepOutOfBounds,
    /// The ending reaches the next step.
    #[error("The ending must be less than the step.")]
    EndingTooLarge,
}

impl Rounding {
    /// Half to even, to so many digits.
    #[must_use]
    pub fn to_digits(digits: u8) -> Self {
        Self {
            step: smallest(digits),
            ending: Amount::ZERO,
            mode: RoundingMode::Nearest,
        }
    }

    /// A step with an optional ending, each with at most `digits` digits after the point.
    ///
    /// # Errors
    /// [`RoundingError`], which says what is wrong.
    pub fn parse(
        step: &str,
        ending: Option<&str>,
        mode: RoundingMode,
        digits: u8,
    ) -> Result<Self, RoundingError> {
        let step = Amount::parse(step, digits).map_err(RoundingError::Step)?;
        let ending = match ending {
            Some(text) => Amount::parse(text, digits).map_err(RoundingError::Ending)?,
            None => Amount::ZERO,
        };
        if step == Amount::ZERO || step.millionths() > STEP_MOST {
            Err(RoundingError::StepOutOfBounds)
        } else if ending >= step {
            Err(RoundingError::EndingTooLarge)
        } else {
            Ok(Self { step, ending, mode })
        }
    }

    /// Rounds a price that is not below zero, given in millionths of millionths; the largest price with so many digits
    /// is the most that comes out.
    pub(super) fn round(self, exact: i128, digits: u8) -> Amount {
        const FINER: i128 = 1_000_000;
        if exact == 0 {
            return Amount::ZERO;
        }
        let (step, ending) = (
            i128::from(self.step.millionths()) * FINER,
            i128::from(self.ending.millionths()) * FINER,
        );
        let above = (exact - ending).max(0);
        let (steps, rest) = (above / step, above % step);
        let further = match self.mode {
            RoundingMode::Nearest => 2 * rest > step || (2 * rest == step && steps % 2 == 1),
            RoundingMode::Up => rest > 0,
            RoundingMode::Down => false,
        };
        let rounded = ((steps + i128::from(further)) * step + ending) / FINER;
        i64::try_from(rounded)
            .ok()
            .and_then(Amount::from_millionths)
            .unwrap_or_else(|| largest(digits))
    }
}

/// The smallest step of a price with so many digits.
fn smallest(digits: u8) -> Amount {
    let surplus = AMOUNT_DIGITS.saturating_sub(digits);
    Amount::from_millionths(10_i64.pow(surplus.into())).expect("at most a million millionths")
}

/// The largest price with so many digits.
#[must_use]
pub fn largest(digits: u8) -> Amount {
    let above_all = 10_i64.pow(u32::from(AMOUNT_DIGITS) + 9);
    Amount::from_millionths(above_all - smallest(digits).millionths())
        .expect("less than a billion of the major unit")
}
