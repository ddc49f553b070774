//! What is to be priced: a variant's rows, and what of its product prices depend on.

use crate::{pricing::Price, text::Code};

/// A variant as the rule sees it.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'p> {
    /// All its rows, in any order.
    pub prices: &'p [Price],
    /// Its product's brand. None: none, or no matter.
    pub brand: Option<&'p str>,
    /// The categories of its product with all that is above them: those at least that overrides of relative lists name.
    pub categories: &'p [Code],
}

impl<'p> From<&'p [Price]> for Offer<'p> {
    fn from(prices: &'p [Price]) -> Self {
        Self {
            prices,
            brand: None,
            categories: &[],
        }
    }
}

impl<'p> From<&'p Vec<Price>> for Offer<'p> {
    fn from(prices: &'p Vec<Price>) -> Self {
        Self::from(prices.as_slice())
    }
}

impl<'p, const N: usize> From<&'p [Price; N]> for Offer<'p> {
    fn from(prices: &'p [Price; N]) -> Self {
        Self::from(prices.as_slice())
    }
}
