//! `quote`.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, Result};
use domain::{inventory::QUANTITY_MAX, text::Sku};
use futures_util::future::try_join_all;
use persistence::catalog::VariantRecord;

use super::{
    object::{Quote, QuoteLine},
    problem::QuoteProblem,
};
use crate::{
    buyer::{BuyerContext, View},
    catalog::variant::ProductVariant,
    context::{Asked, view},
    error::{ErrorCode, refuse},
    pricing::price::Price,
};

/// The most lines of a quote.
const LINES_MAX: usize = 250;

/// A line of a cart.
#[derive(Debug, InputObject)]
pub(crate) struct QuoteLineInput {
    /// The stock keeping unit.
    sku: String,
    /// How many units, 1 to 1,000,000,000.
    quantity: i32,
}

/// The root field of quotes.
#[derive(Default)]
pub(crate) struct QuoteQuery;

#[Object]
impl QuoteQuery {
    /// What a cart costs: many SKUs, each in its quantity, priced together. The same SKU on two lines is priced for the
    /// quantity of each line.
    async fn quote(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lines of the cart; at most 250.")] lines: Vec<QuoteLineInput>,
        #[graphql(
            desc = "Who is buying, where and in which language. Null: the defaults of everything."
        )]
        context: Option<BuyerContext>,
    ) -> Result<Quote> {
        if lines.len() > LINES_MAX {
            let message = format!(
                "`lines` has {} entries; a quote takes at most {LINES_MAX}.",
                lines.len()
            );
            return Err(refuse(ErrorCode::BadUserInput, message));
        }
        let view = view(ctx, context).await?;
        let wanted: Vec<(Option<Sku>, u32)> = lines
            .iter()
            .enumerate()
            .map(|(place, line)| Ok((Sku::parse(&line.sku).ok(), units(place, line.quantity)?)))
            .collect::<Result<_>>()?;
        let skus: Vec<Sku> = wanted.iter().filter_map(|(sku, _)| sku.clone()).collect();
        let found = ctx.store().variants().by_skus(&skus, &view.buyer).await;
        let found = found.map_err(|fault| ctx.report(&fault))?;
        let priced = lines.into_iter().zip(wanted).map(|(line, (sku, units))| {
            let record = sku.and_then(|sku| found.get(&sku).cloned());
            priced(ctx, line.sku, units, record, &view)
        });
        let lines = try_join_all(priced).await?;
        Quote::of(ctx, lines, &view).await
    }
}

fn units(place: usize, quantity: i32) -> Result<u32> {
    let units = u32::try_from(quantity).ok();
    let units = units.filter(|units| *units >= 1 && i64::from(*units) <= QUANTITY_MAX);
    units.ok_or_else(|| {
        let message =
            format!("`lines[{place}].quantity` is {quantity}; it must be 1 to {QUANTITY_MAX}.");
        refuse(ErrorCode::BadUserInput, message)
    })
}

async fn priced(
    ctx: &Context<'_>,
    sku: String,
    units: u32,
    record: Option<Arc<VariantRecord>>,
    view: &Arc<View>,
) -> Result<QuoteLine> {
    let Some(record) = record else {
        return Ok(QuoteLine {
            problem: QuoteProblem::of(&sku, units, None, None),
            sku,
            units,
            variant: None,
            price: None,
        });
    };
    let rows = ctx
        .loaders()
        .prices_by_product
        .load(view, record.product())
        .await?;
    let variant = ProductVariant::of(record, view);
    let price = Price::select(&variant, &rows, units);
    Ok(QuoteLine {
        problem: QuoteProblem::of(&sku, units, Some(&variant), price.as_ref()),
        sku,
        units,
        variant: Some(variant),
        price,
    })
}
