//! `Node`: whatever can be fetched again by its id.

use std::sync::Arc;

use async_graphql::{Context, ID, Interface, Object, Result};

use crate::{
    buyer::{BuyerContext, View},
    catalog::{
        attribute::Attribute, category::Category, product::Product, variant::ProductVariant,
    },
    channel::Channel,
    connection::MAX_PAGE_SIZE,
    context::{Asked, view},
    error::{ErrorCode, refuse},
    inventory::{bound, location::Location, reservation::Reservation},
    job::Job,
    node_id::{NodeType, decode},
    pricing::{customer_group::CustomerGroup, price_list::PriceList},
    viewer::may_use,
};

/// Something that can be fetched again by its id.
#[derive(Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "Its id: opaque, and unique over all types."
))]
pub(crate) enum Node {
    Product(Product),
    ProductVariant(ProductVariant),
    Category(Category),
    Attribute(Attribute),
    Channel(Channel),
    Location(Location),
    CustomerGroup(CustomerGroup),
    PriceList(PriceList),
    Reservation(Reservation),
    Job(Job),
}

/// The root fields for everything that has an id.
#[derive(Default)]
pub(crate) struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Anything by its id. Null: there is none with this id that can be seen in this context.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id, as an answer gave it.")] id: ID,
        #[graphql(
            desc = "Who is buying, where and in which language. Null: the defaults of everything."
        )]
        context: Option<BuyerContext>,
    ) -> Option<Result<Node>> {
        match view(ctx, context).await {
            Ok(view) => find(ctx, &view, &id).await.transpose(),
            Err(error) => Some(Err(error)),
        }
    }

    /// Several things by their ids, in the order of the ids. Null stands for one that isn't there or can't be seen.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids, as answers gave them; at most 250.")] ids: Vec<ID>,
        #[graphql(
            desc = "Who is buying, where and in which language. Null: the defaults of everything."
        )]
        context: Option<BuyerContext>,
    ) -> Result<Vec<Option<Result<Node>>>> {
        if u32::try_from(ids.len()).is_ok_and(|count| count <= MAX_PAGE_SIZE) {
            let view = view(ctx, context).await?;
            let found = ids
                .iter()
                .map(|id| async { find(ctx, &view, id).await.transpose() });
            return Ok(futures_util::future::join_all(found).await);
        }
        let message = format!(
            "`ids` has {} ids; at most {MAX_PAGE_SIZE} are allowed.",
            ids.len()
        );
        Err(refuse(ErrorCode::BadUserInput, message))
    }
}

/// What has this id. What needs a permission that the viewer doesn't have isn't there for them.
pub(crate) async fn find(ctx: &Context<'_>, view: &Arc<View>, id: &str) -> Result<Option<Node>> {
    let (kind, uuid) = decode(id)?;
    if !may_use(ctx, kind.name()) {
        return Ok(None);
    }
    let (loaders, reference) = (ctx.loaders(), &view.reference);
    Ok(match kind {
        NodeType::Product => {
            let record = loaders.product_by_id.load(view, uuid.into()).await?;
            record.map(|record| Product::of(record, view).into())
        }
        NodeType::ProductVariant => {
            let record = loaders.variant_by_id.load(view, uuid.into()).await?;
            record.map(|record| ProductVariant::of(record, view).into())
        }
        NodeType::Category => {
            let record = loaders.category_by_id.load(view, uuid.into()).await?;
            record.map(|record| Category::of(record, view).into())
        }
        NodeType::Attribute => reference
            .attributes
            .by_id(uuid.into())
            .map(|entry| Attribute::of(entry, view).into()),
        NodeType::Location => reference
            .locations
            .by_id(uuid.into())
            .map(|entry| Location(entry.clone()).into()),
        NodeType::PriceList => reference
            .price_lists
            .by_id(uuid.into())
            .map(|entry| PriceList::of(entry, reference).into()),
        NodeType::Reservation => {
            let found = bound::reservation(ctx, uuid.into()).await?;
            found.map(|found| Reservation(found).into())
        }
        NodeType::Job => {
            let found = ctx.store().jobs().find(uuid).await;
            let found = found.map_err(|fault| ctx.report(&fault))?;
            found.map(|job| Job(job).into())
        }
        NodeType::Channel => reference
            .channels
            .by_id(uuid.into())
            .map(|entry| Channel::of(entry, reference).into()),
        NodeType::CustomerGroup => reference
            .customer_groups
            .by_id(uuid.into())
            .map(|entry| CustomerGroup(entry.clone()).into()),
    })
}
