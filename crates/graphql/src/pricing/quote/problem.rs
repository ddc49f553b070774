//! `QuoteProblem`: why a line of a cart can't be bought as it was asked.

use async_graphql::{Enum, SimpleObject};
use domain::pricing::QuantityRefusal;

use crate::{catalog::variant::ProductVariant, pricing::price::Price, scalars::int};

/// Why a line of a cart can't be bought as it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum QuoteProblemCode {
    /// There is no such SKU that can be seen in this context.
    NotFound,
    /// It has no price in this context at this quantity.
    NotForSale,
    /// It is bought in larger quantities.
    BelowMinimum,
    /// It is bought in smaller quantities.
    AboveMaximum,
    /// It is bought in steps, and the quantity lies between two.
    BetweenSteps,
}

/// Why a line of a cart can't be bought as it was asked, and what could be.
#[derive(Clone, SimpleObject)]
pub(crate) struct QuoteProblem {
    /// The kind of problem, for programs.
    code: QuoteProblemCode,
    /// The problem as a sentence.
    message: String,
    /// The quantity nearest to the one asked in which it can be bought. Null: the quantity isn't the problem.
    nearest_quantity: Option<i32>,
}

impl QuoteProblem {
    /// What keeps a line from being bought. None: nothing.
    pub(super) fn of(
        sku: &str,
        units: u32,
        variant: Option<&ProductVariant>,
        price: Option<&Price>,
    ) -> Option<Self> {
        let without_quantity = |code, message| Self {
            code,
            message,
            nearest_quantity: None,
        };
        let Some(variant) = variant else {
            let message = format!("There is no SKU \"{sku}\" here.");
            return Some(without_quantity(QuoteProblemCode::NotFound, message));
        };
        let rule = variant.record.quantity_rule;
        if let Some((rule, refusal)) = rule.and_then(|rule| Some((rule, rule.refusal(units)?))) {
            let (code, message) = match refusal {
                QuantityRefusal::BelowMinimum => (
                    QuoteProblemCode::BelowMinimum,
                    format!("\"{sku}\" is bought in {} units or more.", rule.minimum),
                ),
                QuantityRefusal::AboveMaximum => {
                    let most = rule.maximum.map_or(u32::MAX, |most| most.get());
                    (
                        QuoteProblemCode::AboveMaximum,
                        format!("\"{sku}\" is bought in {most} units or fewer."),
                    )
                }
                QuantityRefusal::BetweenSteps => (
                    QuoteProblemCode::BetweenSteps,
                    format!(
                        "\"{sku}\" is bought in steps of {} from {} on.",
                        rule.increment, rule.minimum
                    ),
                ),
            };
            return Some(Self {
                code,
                message,
                nearest_quantity: Some(int(rule.nearest(units).into())),
            });
        }
        if price.is_none() {
            let message = format!("\"{sku}\" is not for sale in this context at this quantity.");
            return Some(without_quantity(QuoteProblemCode::NotForSale, message));
        }
        None
    }
}
