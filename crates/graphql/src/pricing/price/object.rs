//! `Price`.

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::{
    clock::Timestamp,
    id::PriceListId,
    pricing::{
        self,
        history::{Past, lowest_prior},
        selection::{self, Selected, UnitPrice},
        tax,
    },
    reference::Entry,
    text::Code,
};

use super::{
    candidate::{PriceCandidate, PriceOrigin},
    loaders::Priced,
};
use crate::{
    catalog::variant::ProductVariant,
    context::Asked,
    error::{ErrorCode, refuse},
    pricing::{Money, price_list::PriceList},
    scalars::{DateTime, int},
    viewer::{is_admin, require},
};

/// The most days that a prior price is looked for.
const DAYS_MAX: u32 = 365;

/// The price that applies to a variant at a quantity.
pub(crate) struct Price {
    variant: ProductVariant,
    /// What the rule knows of the variant's whole product.
    priced: Priced,
    /// The row that won, or from which the price was computed.
    row: pricing::Price,
    /// The list that won.
    list: Option<Code>,
    amount: pricing::Amount,
    compare_at: Option<pricing::Amount>,
    digits: u8,
    valid_until: Option<Timestamp>,
    origin: selection::Origin,
    quantity: u32,
}

impl Price {
    /// The price of a variant out of its product's rows. None: it is not for sale.
    pub(crate) fn select(variant: &ProductVariant, priced: &Priced, quantity: u32) -> Option<Self> {
        let view = &variant.view;
        let offer = priced.offer(variant.record.id)?;
        let lists = &view.reference.price_lists;
        let selected = selection::select(offer, lists, &view.buyer, quantity)?;
        Some(Self {
            row: selected.price.clone(),
            list: selected.list.map(|list| list.code.clone()),
            amount: selected.amount,
            compare_at: selected.compare_at,
            digits: selected.digits,
            valid_until: selected.valid_until,
            origin: selected.origin,
            variant: variant.clone(),
            priced: priced.clone(),
            quantity,
        })
    }

    fn selected(&self) -> Selected<'_> {
        Selected {
            price: &self.row,
            list: self.list_entry().map(|entry| &*entry.value),
            amount: self.amount,
            compare_at: self.compare_at,
            digits: self.digits,
            valid_until: self.valid_until,
            origin: self.origin,
        }
    }

    fn list_entry(&self) -> Option<&Entry<PriceListId, pricing::PriceList>> {
        let lists = &self.variant.view.reference.price_lists;
        lists.by_code(self.list.as_ref()?)
    }

    async fn lowest_prior(&self, ctx: &Context<'_>, days: i32) -> Result<Option<Money>> {
        let days = u32::try_from(days).ok();
        let Some(days) = days.filter(|days| (1..=DAYS_MAX).contains(days)) else {
            let message = format!("`days` must be 1 to {DAYS_MAX}.");
            return Err(refuse(ErrorCode::BadUserInput, message));
        };
        let (view, variant) = (&self.variant.view, self.variant.record.id);
        let product = self.variant.product_record(ctx).await?;
        let loader = &ctx.loaders().price_history_by_variant_id;
        let recorded = loader.load(view, variant).await?;
        let Some(offer) = self.priced.offer(variant) else {
            return Ok(None);
        };
        let past = Past {
            prices: &recorded.changes,
            lists: &recorded.all.lists,
            since: recorded
                .since
                .map_or(product.created_at, |since| since.max(product.created_at)),
        };
        let lists = &view.reference.price_lists;
        let lowest = lowest_prior(offer, lists, past, &view.buyer, self.quantity, days);
        Ok(lowest.map(|unit| Money::of_unit(unit, view.buyer.currency)))
    }

    /// The amounts of the line; its tax class is the product's.
    pub(crate) async fn line(&self, ctx: &Context<'_>) -> Result<tax::Line> {
        let product = self.variant.product_record(ctx).await?;
        Ok(tax::line(
            &self.selected(),
            self.quantity,
            &self.variant.view.buyer.channel,
            self.variant.view.buyer.country,
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
        let Some(offer) = self.priced.offer(self.variant.record.id) else {
            return Vec::new();
        };
        let tiers = selection::tiers(offer, &view.reference.price_lists, &view.buyer)
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
        Some(PriceList::of(self.list_entry()?, reference))
    }

    /// Where it comes from: the base prices, a list's own prices, or computed for a list from other prices.
    async fn origin(&self) -> PriceOrigin {
        self.origin.into()
    }

    /// Until when it holds, this moment excluded: the nearest end of the price, its list and the lists that it was computed
    /// through. Null: without end.
    async fn valid_until(&self) -> Option<DateTime> {
        self.valid_until.map(DateTime)
    }

    /// The lowest unit price at the asked quantity within so many days before the present one began to hold, as the
    /// channel shows prices: what a reduction has to be compared with by the EU's Omnibus directive. It is found in what was
    /// recorded of prices and price lists; windows count when they opened and closed. Null: no earlier price is recorded,
    /// or the present one has held for more than 800 days.
    async fn lowest_prior_price(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many days before the present price count, 1 to 365.",
            default = 30
        )]
        days: i32,
    ) -> Option<Result<Money>> {
        self.lowest_prior(ctx, days).await.transpose()
    }

    /// Every price of the variant, computed ones too, and why it won or lost: the winner first, then those that came closer
    /// to winning.
    #[graphql(visible = "is_admin")]
    async fn explanation(&self, ctx: &Context<'_>) -> Result<Vec<PriceCandidate>> {
        require(ctx, "Price.explanation")?;
        let view = &self.variant.view;
        let Some(offer) = self.priced.offer(self.variant.record.id) else {
            return Ok(Vec::new());
        };
        let lists = &view.reference.price_lists;
        let candidates = selection::explain(offer, lists, &view.buyer, self.quantity);
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
