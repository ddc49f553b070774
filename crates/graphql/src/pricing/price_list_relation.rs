//! `PriceListRelation`: what the prices of a relative price list are computed from.

use std::sync::Arc;

use async_graphql::{Enum, Object, SimpleObject};
use domain::{
    pricing::{self, AMOUNT_DIGITS, Adjustment, OverrideScope, Relative},
    reference::Reference,
};

use super::price_list::PriceList;
use crate::{scalars::Decimal, viewer::is_admin};

/// What a computed price is shown to have cost before; nothing, where that is not above the price itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "pricing::RelativeCompareAt", visible = "is_admin")]
pub(crate) enum RelativeCompareAt {
    /// What the parent's price is shown to have cost before, changed and rounded as the price is.
    Adjusted,
    /// The parent's price: what a sale list shows.
    Parent,
    /// Nothing.
    None,
}

/// Which of its two neighbours a computed price is rounded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "pricing::RoundingMode", visible = "is_admin")]
pub(crate) enum RoundingMode {
    /// The nearer; of two equally near ones, the one that is an even number of steps.
    Nearest,
    /// The higher.
    Up,
    /// The lower.
    Down,
}

/// To which prices is rounded: every multiple of a step, plus an ending.
#[derive(SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct PriceRounding {
    /// From one of these prices to the next, in major units.
    step: Decimal,
    /// What is above the multiple of the step, in major units: 0.99 with a step of 1 makes 0.99, 1.99, 2.99 …
    ending: Decimal,
    /// Which of the two neighbours.
    mode: RoundingMode,
}

/// Another change of the prices of some products.
#[derive(SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct PriceListOverride {
    /// Holds for the products in the category with this code or in one below it. Null: it is for a brand.
    category: Option<String>,
    /// Holds for the products of this brand, spelled exactly so. Null: it is for a category.
    brand: Option<String>,
    /// By how many percent their prices are changed. Null: by an amount.
    percentage: Option<Decimal>,
    /// By how much, in major units, their prices are changed. Null: by a percentage.
    amount: Option<Decimal>,
}

/// A relation with the list that has it.
pub(crate) struct PriceListRelation {
    relative: Relative,
    digits: u8,
    reference: Arc<Reference>,
}

impl PriceListRelation {
    pub(crate) fn of(relative: Relative, digits: u8, reference: &Arc<Reference>) -> Self {
        Self {
            relative,
            digits,
            reference: Arc::clone(reference),
        }
    }
}

/// What the prices of a price list are computed from, where it has none of its own.
#[Object(visible = "is_admin")]
impl PriceListRelation {
    /// The price list whose prices are changed. Null: the base prices.
    async fn price_list(&self) -> Option<PriceList> {
        let parent = self.relative.parent.as_ref()?;
        let entry = self.reference.price_lists.by_code(parent)?;
        Some(PriceList::of(entry, &self.reference))
    }

    /// By how many percent a price is changed; below zero it takes off. Null: by an amount.
    async fn percentage(&self) -> Option<Decimal> {
        percentage(self.relative.adjustment)
    }

    /// By how much, in major units, a price is changed; below zero it takes off. Null: by a percentage.
    async fn amount(&self) -> Option<Decimal> {
        amount(self.relative.adjustment)
    }

    /// To which prices is rounded. Null: half to even, to the list's digits.
    async fn rounding(&self) -> Option<PriceRounding> {
        self.relative.rounding.map(|rounding| PriceRounding {
            step: Decimal(rounding.step.to_decimal(self.digits)),
            ending: Decimal(rounding.ending.to_decimal(self.digits)),
            mode: rounding.mode.into(),
        })
    }

    /// What a computed price is shown to have cost before.
    async fn compare_at(&self) -> RelativeCompareAt {
        self.relative.compare_at.into()
    }

    /// Other changes for some products: the first that holds for a product counts.
    async fn overrides(&self) -> Vec<PriceListOverride> {
        let overrides = self.relative.overrides.iter().map(|one| {
            let (category, brand) = match &one.scope {
                OverrideScope::Category(code) => (Some(code.to_string()), None),
                OverrideScope::Brand(name) => (None, Some(name.clone())),
            };
            PriceListOverride {
                category,
                brand,
                percentage: percentage(one.adjustment),
                amount: amount(one.adjustment),
            }
        });
        overrides.collect()
    }
}

/// A share in millionths as percent.
fn percentage(adjustment: Adjustment) -> Option<Decimal> {
    match adjustment {
        Adjustment::Percentage(share) => {
            let percent = rust_decimal::Decimal::new(share, u32::from(AMOUNT_DIGITS) - 2);
            Some(Decimal(percent.normalize()))
        }
        Adjustment::Amount(_) => None,
    }
}

fn amount(adjustment: Adjustment) -> Option<Decimal> {
    match adjustment {
        Adjustment::Amount(millionths) => {
            let amount = rust_decimal::Decimal::new(millionths, u32::from(AMOUNT_DIGITS));
            Some(Decimal(amount.normalize()))
        }
        Adjustment::Percentage(_) => None,
    }
}
