//! `productChanged`.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, Enum, ID, Object, Result, Subscription};
use domain::{id::ProductId, outcome::Fault};
use futures_util::stream::BoxStream;
use persistence::{OutboxAction, OutboxEvent, catalog::ProductRecord};

use super::Product;
use crate::{
    buyer::{BuyerContext, View},
    change::{
        Changed, Changes, Concern, Follower, Moment, PlaceFilter, ProductChangeFilter, follow,
    },
    node_id::{NodeType, encode},
    scalars::int,
};

/// What a change made of a product, as this buyer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ProductChangeAction {
    /// It is new.
    Created,
    /// It was there before, and can be seen in this context since this change.
    Published,
    /// It was changed.
    Updated,
    /// It can't be seen in this context any more: it was unpublished, archived or made a draft.
    Unpublished,
    /// It was deleted.
    Deleted,
}

/// A change as it is told.
pub(crate) struct ProductChange {
    event: Arc<OutboxEvent>,
    id: ProductId,
    action: ProductChangeAction,
    product: Option<Product>,
    moment: Moment,
}

/// A change of a product, its variants or its prices.
#[Object]
impl ProductChange {
    /// What it made of the product.
    async fn action(&self) -> ProductChangeAction {
        self.action
    }

    /// The product's id, also of one that is gone.
    async fn product_id(&self) -> ID {
        encode(NodeType::Product, self.id.uuid())
    }

    /// The seller's key of the product.
    async fn code(&self) -> &str {
        &self.event.key
    }

    /// The product as it is now, which may be newer than this change. Null: it can't be seen in this context, or is gone.
    async fn product(&self) -> Option<&Product> {
        self.product.as_ref()
    }

    /// The fields that were changed. Null: it was made or deleted, or it isn't known.
    async fn changed_fields(&self) -> Option<&[String]> {
        self.event.changed.as_deref()
    }

    /// The version that it has since this change. It grows with each change of the product.
    async fn version(&self) -> i32 {
        int(self.event.version)
    }

    /// When it was written, and where it stands.
    #[graphql(flatten)]
    async fn moment(&self) -> &Moment {
        &self.moment
    }
}

/// The subscription to products.
#[derive(Default)]
pub(crate) struct ProductSubscription;

#[Subscription]
impl ProductSubscription {
    /// Tells when a product, one of its variants or one of its prices is changed, by whomever and on whichever node. A
    /// storefront is told of what it can see in its context, and when that can't be seen any more. That a publication
    /// begins or ends by the clock is no change.
    async fn product_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which products. Null: of all.")] filter: Option<ProductChangeFilter>,
        #[graphql(
            desc = "Who is buying, where and in which language. Null: the defaults of everything."
        )]
        context: Option<BuyerContext>,
    ) -> Result<BoxStream<'static, Result<ProductChange>>> {
        let filter = filter.unwrap_or_default().into_place()?;
        follow(ctx, context, Products(filter)).await
    }
}

struct Products(PlaceFilter);

impl Concern for Products {
    type Told = ProductChange;

    fn is_concerned(&self, changed: &Changed) -> bool {
        changed.event.kind == "product" && self.0.passes_product(changed)
    }

    async fn tell(
        &self,
        follower: &Follower,
        view: &Arc<View>,
        concerned: Vec<&Changed>,
        changes: &Arc<Changes>,
    ) -> Result<Vec<ProductChange>, Fault> {
        let ids: Vec<ProductId> = concerned
            .iter()
            .filter_map(|changed| changed.place.product)
            .collect();
        let seen = follower.store.products().by_ids(&ids, &view.buyer).await?;
        let told = concerned
            .into_iter()
            .filter_map(|changed| told(changed, &seen, view, changes));
        Ok(told.collect())
    }
}

/// What a buyer is told of a change. None: it is none of their business.
fn told(
    changed: &Changed,
    seen: &HashMap<ProductId, Arc<ProductRecord>>,
    view: &Arc<View>,
    changes: &Arc<Changes>,
) -> Option<ProductChange> {
    let (event, id) = (&changed.event, changed.place.product?);
    let record = seen.get(&id);
    let all = view.buyer.sees_unpublished;
    let seen_in = event
        .scope
        .as_ref()
        .and_then(|scope| scope.seen_in.as_ref());
    let here = |channels: &Vec<String>| {
        channels
            .iter()
            .any(|code| code.as_str() == view.buyer.channel.code.as_str())
    };
    let action = match (event.action, record) {
        (OutboxAction::Deleted, _) if all => ProductChangeAction::Deleted,
        (OutboxAction::Deleted, _) => seen_in
            .is_some_and(here)
            .then_some(ProductChangeAction::Deleted)?,
        (OutboxAction::Created, Some(_)) => ProductChangeAction::Created,
        (OutboxAction::Updated, Some(_)) if !all && seen_in.is_some_and(|before| !here(before)) => {
            ProductChangeAction::Published
        }
        (OutboxAction::Updated, Some(_)) => ProductChangeAction::Updated,
        // It is gone already, which comes as a change of its own.
        (OutboxAction::Created, None) => return None,
        (OutboxAction::Updated, None) if all => ProductChangeAction::Updated,
        (OutboxAction::Updated, None) => seen_in
            .is_some_and(here)
            .then_some(ProductChangeAction::Unpublished)?,
    };
    let gone = matches!(
        action,
        ProductChangeAction::Deleted | ProductChangeAction::Unpublished
    );
    Some(ProductChange {
        event: Arc::new(event.clone()),
        id,
        action,
        product: record
            .filter(|_| !gone)
            .map(|record| Product::of(Arc::clone(record), view)),
        moment: Moment::of(changed, changes),
    })
}
