//! `Quote` and `QuoteLine`.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use domain::pricing::{self, tax::Sums};
use futures_util::future::try_join_all;
use rust_decimal::Decimal;

use super::problem::QuoteProblem;
use crate::{
    buyer::View,
    catalog::variant::ProductVariant,
    pricing::{Money, price::Price},
    scalars::int,
};

/// What a cart costs in a context.
pub(crate) struct Quote {
    lines: Vec<QuoteLine>,
    amounts: Sums,
    complete: bool,
    view: Arc<View>,
}

/// A line of a cart.
pub(crate) struct QuoteLine {
    pub(super) sku: String,
    pub(super) units: u32,
    pub(super) variant: Option<ProductVariant>,
    pub(super) price: Option<Price>,
    pub(super) problem: Option<QuoteProblem>,
}

/// A SKU of a cart in a quantity, with its price.
#[Object]
impl QuoteLine {
    /// The stock keeping unit, as it was asked.
    async fn sku(&self) -> &str {
        &self.sku
    }

    /// How many units, as it was asked.
    async fn quantity(&self) -> i32 {
        int(self.units.into())
    }

    /// The variant with this SKU. Null: there is none that can be seen in this context.
    async fn variant(&self) -> Option<&ProductVariant> {
        self.variant.as_ref()
    }

    /// What the quantity costs, from which list. Null: it is not for sale in this context. A quantity that the variant's
    /// quantity rule doesn't let pass is priced too, but not counted in the sums: see `problem`.
    async fn price(&self) -> Option<&Price> {
        self.price.as_ref()
    }

    /// Why it has no price as it was asked. Null: it has one.
    async fn problem(&self) -> Option<&QuoteProblem> {
        self.problem.as_ref()
    }
}

impl Quote {
    /// Adds the lines up.
    pub(super) async fn of(
        ctx: &Context<'_>,
        lines: Vec<QuoteLine>,
        view: &Arc<View>,
    ) -> Result<Self> {
        let bought = lines.iter().filter(|line| line.problem.is_none());
        let priced = bought.filter_map(|line| line.price.as_ref());
        let of_lines = try_join_all(priced.map(|price| price.line(ctx))).await?;
        let amounts = of_lines.iter().sum();
        Ok(Self {
            complete: of_lines.len() == lines.len(),
            lines,
            amounts,
            view: Arc::clone(view),
        })
    }

    fn money(&self, amount: Decimal) -> Money {
        let currency = self.view.buyer.currency;
        let mut amount = amount;
        amount.rescale(currency.digits().into());
        pricing::Money { amount, currency }.into()
    }
}

/// What a cart costs in a context: each line with its price, and their sums.
#[Object]
impl Quote {
    /// The lines as they were asked, in their order.
    async fn lines(&self) -> &[QuoteLine] {
        &self.lines
    }

    /// Whether every line has a price as it was asked, so that the sums are those of the whole cart. Lines with a `problem` are left
    /// out of the sums. Stock is not looked at: `availability` of the variants tells it, and `stockReserve` holds it.
    async fn complete(&self) -> bool {
        self.complete
    }

    /// The sum of the lines' totals: with tax or without, as the channel shows prices.
    async fn total(&self) -> Money {
        self.money(self.amounts.total)
    }

    /// The sum of the lines without tax.
    async fn net(&self) -> Money {
        self.money(self.amounts.net)
    }

    /// The sum of the lines' taxes: `gross` less `net`.
    async fn tax(&self) -> Money {
        self.money(self.amounts.tax)
    }

    /// The sum of the lines with tax.
    async fn gross(&self) -> Money {
        self.money(self.amounts.gross)
    }
}
