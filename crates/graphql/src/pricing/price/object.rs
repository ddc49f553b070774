//! `Price`.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::{
    clock::Timestamp,
    pricing::{
        self,
        selection::{self, Selected, UnitPrice},
        tax,
    },
};

use persistence::pricing::ProductPrices;

use super::candidate::PriceCandidate;
use crate::{
    catalog::variant::ProductVariant,
    context::Asked,
    pricing::{Money, price_list::PriceList},
    scalars::{DateTime, int},
    viewer::{is_admin, require_admin},
};

/// The price that applies to a variant at a quantity.
pub(crate) struct Price {
    variant: ProductVariant,
    /// The rows of the variant's whole product.
    rows: Arc<ProductPrices>,
    row: pricing::Price,
    digits: u8,
    valid_until: Option<Timestamp>,
    quantity: u32,
}

impl Price {
    /// The price of a variant out of its product's rows. None: it is not for sale.
    pub(crate) fn select(
        variant: &ProductVariant,
        rows: &Arc<ProductPrices>,
        quantity: u32,
    ) -> Option<Self> {
        let view = &variant.view;
        let own = &rows.by_variant.get(&variant.record.id)?.rows;
        let Selected {
            price,
            digits,
            valid_until,
        } = selection::select(own, &view.reference.price_lists, &view.buyer, quantity)?;
        let (row, rows) = (price.clone(), Arc::clone(rows));
        Some(Self {
            variant: variant.clone(),
            rows,
            row,
            digits,
            valid_until,
            quantity,
        })
    }

    fn selected(&self) -> Selected<'_> {
        Selected {
            price: &self.row,
            digits: self.digits,
            valid_until: self.valid_until,
        }
    }

    /// The amounts of the line; its tax class is the product's.
    pub(crate) async fn line(&self, ctx: &Context<'_>) -> Result<tax::Line> {
        let product = self.variant.product_record(ctx).await?;
        Ok(tax::line(
            &self.selected(),
            self.quantity,
            &self.variant.view.buyer.channel,
            &product.tax_class,
        ))
    }
}

/// What a variant costs in a context, at a quantity.
#[Object]
impl Price {
    /// What one unit costs at the asked quantity, as the channel shows prices: with tax or without.
    async fn unit(&self) -> Money {
        self.selected().unit().into()
    }

    /// What the asked quantity costs without tax.
    async fn net(&self, ctx: &Context<'_>) -> Result<Money> {
        Ok(self.line(ctx).await?.net.into())
    }

    /// What the asked quantity costs with tax.
    async fn gross(&self, ctx: &Context<'_>) -> Result<Money> {
        Ok(self.line(ctx).await?.gross.into())
    }

    /// The tax on the asked quantity: `gross` less `net`.
    async fn tax(&self, ctx: &Context<'_>) -> Result<Money> {
        Ok(self.line(ctx).await?.tax.into())
    }

    /// What the asked quantity costs as the channel shows prices: `unit` times the quantity, rounded once to the
    /// currency's digits, half to even.
    async fn total(&self, ctx: &Context<'_>) -> Result<Money> {
        Ok(self.line(ctx).await?.total.into())
    }

    /// What one unit is shown to have cost before. Null: nothing is shown.
    async fn compare_at(&self) -> Option<Money> {
        self.selected().compare_at().map(Money::from)
    }

    /// What one unit costs from which quantity on, lowest quantity first: every point at which the price changes for
    /// this buyer.
    async fn tiers(&self) -> Vec<PriceTier> {
        let view = &self.variant.view;
        let own = self
            .rows
            .by_variant
            .get(&self.variant.record.id)
            .map_or(&[][..], |own| own.rows.as_slice());
        let tiers = selection::tiers(own, &view.reference.price_lists, &view.buyer)
            .into_iter()
            .map(|tier| {
                let unit = UnitPrice {
                    amount: tier.amount,
                    digits: tier.digits,
                };
                PriceTier {
                    min_quantity: int(tier.min_quantity.into()),
                    unit: Money::of_unit(unit, view.buyer.currency),
                }
            });
        tiers.collect()
    }

    /// In which quantities the variant can be bought. Null: in any. A price is told at any quantity, also one that the
    /// rule doesn't let pass; `quote` says which lines can't be bought.
    async fn quantity_rule(&self) -> Option<QuantityRule> {
        self.variant
            .record
            .quantity_rule
            .as_ref()
            .map(QuantityRule::of)
    }

    /// The price list that it is from. Null: it is a base price.
    async fn price_list(&self) -> Option<PriceList> {
        let reference = &self.variant.view.reference;
        let entry = reference.price_lists.by_code(self.row.list.as_ref()?)?;
        Some(PriceList::of(entry, reference))
    }

    /// Until when it holds, this moment excluded: the nearer end of the price and its list. Null: without end.
    async fn valid_until(&self) -> Option<DateTime> {
        self.valid_until.map(DateTime)
    }

    /// Every price of the variant and why it won or lost: the winner first, then those that came closer to winning.
    #[graphql(visible = "is_admin")]
    async fn explanation(&self, ctx: &Context<'_>) -> Result<Vec<PriceCandidate>> {
        require_admin(ctx)?;
        let view = &self.variant.view;
        let rows = ctx
            .loaders()
            .price_rows_by_variant_id
            .load(view, self.variant.record.id)
            .await?;
        let candidates = selection::explain(
            &rows,
            &view.reference.price_lists,
            &view.buyer,
            self.quantity,
        );
        Ok(candidates
            .iter()
            .map(|candidate| PriceCandidate::of(candidate, view))
            .collect())
    }
}

/// What one unit costs from a quantity on.
#[derive(SimpleObject)]
pub(crate) struct PriceTier {
    /// From how many units on.
    min_quantity: i32,
    /// What one unit costs, as the channel shows prices.
    unit: Money,
}

/// In which quantities something can be bought.
#[derive(SimpleObject)]
pub(crate) struct QuantityRule {
    /// The least quantity.
    minimum: i32,
    /// The greatest quantity. Null: no end.
    maximum: Option<i32>,
    /// The step between quantities, from the least on.
    increment: i32,
}

impl QuantityRule {
    fn of(rule: &pricing::QuantityRule) -> Self {
        Self {
            minimum: int(rule.minimum.get().into()),
            maximum: rule.maximum.map(|most| int(most.get().into())),
            increment: int(rule.increment.get().into()),
        }
    }
}
