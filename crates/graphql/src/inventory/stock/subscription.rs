//! `stockChanged`.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::{Context, Object, Result, Subscription};
use domain::{id::VariantId, outcome::Fault};
use futures_util::stream::BoxStream;

use crate::{
    buyer::{BuyerContext, View},
    catalog::variant::ProductVariant,
    change::{
        Changed, Changes, Concern, Follower, Moment, PlaceFilter, VariantChangeFilter, follow,
    },
};

/// A change as it is told.
pub(crate) struct StockChange {
    variant: ProductVariant,
    moment: Moment,
}

/// A change of what there is of a variant.
#[Object]
impl StockChange {
    /// The variant's SKU.
    async fn sku(&self) -> &str {
        self.variant.record.sku.as_str()
    }

    /// The variant, with what can be had of it now in this context.
    async fn variant(&self) -> &ProductVariant {
        &self.variant
    }

    /// When it was written, and where it stands.
    #[graphql(flatten)]
    async fn moment(&self) -> &Moment {
        &self.moment
    }
}

/// The subscription to stock.
#[derive(Default)]
pub(crate) struct StockSubscription;

#[Subscription]
impl StockSubscription {
    /// Tells when stock of a variant that can be seen in the context is counted, received, reserved or released, at any
    /// location, by whomever and on whichever node. Several changes in short order may be told as one.
    async fn stock_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which variants. Null: of all.")] filter: Option<VariantChangeFilter>,
        #[graphql(
            desc = "Who is buying, where and in which language. Null: the defaults of everything."
        )]
        context: Option<BuyerContext>,
    ) -> Result<BoxStream<'static, Result<StockChange>>> {
        let filter = filter.unwrap_or_default().into_place()?;
        follow(ctx, context, Stock(filter)).await
    }
}

struct Stock(PlaceFilter);

fn variant_of(changed: &Changed) -> Option<VariantId> {
    let id = changed.event.entity_id.map(VariantId)?;
    (changed.event.kind == "stock").then_some(id)
}

impl Concern for Stock {
    type Told = StockChange;

    fn is_concerned(&self, changed: &Changed) -> bool {
        variant_of(changed)
            .is_some_and(|variant| self.0.passes_variant(changed, variant, &changed.event.key))
    }

    async fn tell(
        &self,
        follower: &Follower,
        view: &Arc<View>,
        concerned: Vec<&Changed>,
        changes: &Arc<Changes>,
    ) -> Result<Vec<StockChange>, Fault> {
        // Of each variant the last change of these: what it is now is told anyway.
        let last: BTreeMap<VariantId, usize> = concerned
            .iter()
            .enumerate()
            .filter_map(|(place, changed)| Some((variant_of(changed)?, place)))
            .collect();
        let ids: Vec<VariantId> = last.keys().copied().collect();
        let seen = follower.store.variants().by_ids(&ids, &view.buyer).await?;
        let mut told: Vec<(usize, StockChange)> = seen
            .into_iter()
            .filter_map(|(id, record)| {
                let place = *last.get(&id)?;
                let change = StockChange {
                    variant: ProductVariant::of(record, view),
                    moment: Moment::of(concerned[place], changes),
                };
                Some((place, change))
            })
            .collect();
        told.sort_by_key(|(place, _)| *place);
        Ok(told.into_iter().map(|(_, change)| change).collect())
    }
}
