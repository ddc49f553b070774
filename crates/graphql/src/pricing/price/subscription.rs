//! `priceChanged`.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::{Context, Object, Result, Subscription};
use domain::{id::VariantId, outcome::Fault, text::Sku};
use futures_util::stream::BoxStream;
use persistence::OutboxAction;

use crate::{
    buyer::{BuyerContext, View},
    catalog::variant::ProductVariant,
    change::{
        Changed, Changes, Concern, Follower, Moment, PlaceFilter, VariantChangeFilter, follow,
    },
};

/// A change as it is told.
pub(crate) struct PriceChange {
    variant: Option<ProductVariant>,
    moment: Moment,
}

/// A change of prices.
#[Object]
impl PriceChange {
    /// The SKU of the variant whose prices changed. Null: a whole price list or channel changed, and with it perhaps any
    /// price.
    async fn sku(&self) -> Option<&str> {
        self.variant
            .as_ref()
            .map(|variant| variant.record.sku.as_str())
    }

    /// The variant, with the price that it has now in this context. Null: as for `sku`.
    async fn variant(&self) -> Option<&ProductVariant> {
        self.variant.as_ref()
    }

    /// When it was written, and where it stands.
    #[graphql(flatten)]
    async fn moment(&self) -> &Moment {
        &self.moment
    }
}

/// The subscription to prices.
#[derive(Default)]
pub(crate) struct PriceSubscription;

#[Subscription]
impl PriceSubscription {
    /// Tells when prices of a variant that can be seen in the context are changed, by whomever and on whichever node: any
    /// of them, also one that doesn't decide in this context. When a price list or a channel as a whole is changed, the
    /// variants that the filter names by id or SKU are told, and where it names none one event without a variant comes. That
    /// a price begins or ends by the clock is no change: `validUntil` tells of it beforehand.
    async fn price_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which variants. Null: of all.")] filter: Option<VariantChangeFilter>,
        #[graphql(
            desc = "Who is buying, where and in which language. Null: the defaults of everything."
        )]
        context: Option<BuyerContext>,
    ) -> Result<BoxStream<'static, Result<PriceChange>>> {
        let filter = filter.unwrap_or_default().into_place()?;
        follow(ctx, context, Prices(filter)).await
    }
}

struct Prices(PlaceFilter);

impl Prices {
    /// The variants of a product whose prices changed, as far as they are asked for.
    fn repriced<'c>(&'c self, changed: &'c Changed) -> impl Iterator<Item = VariantId> + 'c {
        let prices = changed
            .event
            .scope
            .as_ref()
            .map_or(&[][..], |scope| &scope.prices);
        let variants = changed.place.variants.iter().filter(move |(_, sku)| {
            changed.event.action == OutboxAction::Created || prices.contains(sku)
        });
        variants
            .filter(move |(id, sku)| self.0.passes_variant(changed, *id, sku))
            .map(|(id, _)| *id)
    }
}

/// What of a price list or a channel decides about prices.
fn is_of_many(changed: &Changed) -> bool {
    let event = &changed.event;
    match &*event.kind {
        "price_list" => {
            event.action != OutboxAction::Created
                && event.changes(&[
                    "currency",
                    "priority",
                    "channels",
                    "customerGroups",
                    "countries",
                    "validFrom",
                    "validUntil",
                    "unitPrecision",
                    "relativeTo",
                ])
        }
        "channel" => {
            event.action == OutboxAction::Updated
                && event.changes(&[
                    "pricesIncludeTax",
                    "taxRates",
                    "country",
                    "currencies",
                    "defaultCurrency",
                ])
        }
        _ => false,
    }
}

impl Concern for Prices {
    type Told = PriceChange;

    fn is_concerned(&self, changed: &Changed) -> bool {
        match &*changed.event.kind {
            "product" => self.repriced(changed).next().is_some(),
            _ => is_of_many(changed),
        }
    }

    async fn tell(
        &self,
        follower: &Follower,
        view: &Arc<View>,
        concerned: Vec<&Changed>,
        changes: &Arc<Changes>,
    ) -> Result<Vec<PriceChange>, Fault> {
        let variants = follower.store.variants();
        // Of each variant the last change of these, in their order.
        let mut last: BTreeMap<VariantId, usize> = BTreeMap::new();
        let mut of_many = None;
        for (place, changed) in concerned.iter().enumerate() {
            last.extend(self.repriced(changed).map(|variant| (variant, place)));
            if is_of_many(changed) {
                of_many = Some(place);
            }
        }
        let named = self.0.named_variants();
        if let (Some(place), Some((ids, skus))) = (of_many, &named) {
            last.extend(ids.iter().map(|id| (VariantId(*id), place)));
            let skus: Vec<Sku> = skus.iter().filter_map(|sku| Sku::parse(sku).ok()).collect();
            let found = variants.by_skus(&skus, &view.buyer).await?;
            last.extend(found.values().map(|record| (record.id, place)));
        }
        let ids: Vec<VariantId> = last.keys().copied().collect();
        let seen = variants.by_ids(&ids, &view.buyer).await?;
        let mut told: Vec<(usize, Option<ProductVariant>)> = seen
            .into_iter()
            .filter_map(|(id, record)| {
                Some((*last.get(&id)?, Some(ProductVariant::of(record, view))))
            })
            .collect();
        if let (Some(place), None) = (of_many, &named) {
            told.push((place, None));
        }
        told.sort_by_key(|(place, _)| *place);
        let told = told.into_iter().map(|(place, variant)| PriceChange {
            variant,
            moment: Moment::of(concerned[place], changes),
        });
        Ok(told.collect())
    }
}
