//! `product`, `products`.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, OneofObject, Result};
use domain::text::{Code, Sku, Slug};
use persistence::catalog::{ProductKey, ProductListing, ProductRecord};

use super::{Product, ProductFilter, ProductList, ProductSort, sort::order};
use crate::{
    buyer::{BuyerContext, View},
    connection::{Connection, PageArguments},
    context::{Asked, view},
    node_id::{NodeType, decode_as},
};

/// What a product is looked up by: exactly one of these.
#[derive(Debug, OneofObject)]
pub(crate) enum ProductBy {
    /// Its id.
    Id(ID),
    /// The seller's key of it.
    Code(String),
    /// Its slug, in the context's locale or in one that it falls back to.
    Slug(String),
    /// The SKU of one of its variants.
    Sku(String),
}

/// The root fields of products.
#[derive(Default)]
pub(crate) struct ProductQuery;

#[Object]
impl ProductQuery {
    /// A product by what the caller knows of it. Null: there is none that can be seen in this context.
    async fn product(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the product is looked up by.")] by: ProductBy,
        #[graphql(
            desc = "Who is buying, where and in which language. Null: the defaults of everything."
        )]
        context: Option<BuyerContext>,
    ) -> Option<Result<Product>> {
        find_product(ctx, by, context).await.transpose()
    }

    /// The products that can be seen in this context, filtered and sorted.
    #[expect(
        clippy::too_many_arguments,
        reason = "they are the field's arguments in the schema"
    )]
    async fn products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What they must be like. Null: all.")] filter: Option<ProductFilter>,
        #[graphql(desc = "In which order. Null: by creation, the oldest first.")] sort: Option<
            ProductSort,
        >,
        #[graphql(desc = "At most this many from the beginning, 0 to 250. Null, as `last`: 24.")]
        first: Option<i32>,
        #[graphql(desc = "Only items after the one with this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many from the end, 0 to 250.")] last: Option<i32>,
        #[graphql(desc = "Only items before the one with this cursor.")] before: Option<String>,
        #[graphql(
            desc = "Who is buying, where and in which language. Null: the defaults of everything."
        )]
        context: Option<BuyerContext>,
    ) -> Result<Connection<Product>> {
        let view = view(ctx, context).await?;
        let listing = ProductListing {
            category: None,
            include_descendants: true,
            filter: filter.unwrap_or_default().into_condition(ctx, &view)?,
            sort: ProductSort::or_default(sort),
        };
        list(
            ctx,
            listing,
            &PageArguments {
                first,
                after,
                last,
                before,
            },
            &view,
        )
        .await
    }
}

async fn find_product(
    ctx: &Context<'_>,
    by: ProductBy,
    context: Option<BuyerContext>,
) -> Result<Option<Product>> {
    let view = view(ctx, context).await?;
    let record = find(ctx, by, &view).await?;
    Ok(record.map(|record| Product::of(record, &view)))
}

/// The product that is looked up. None: there is none that can be seen in this view.
pub(crate) async fn find(
    ctx: &Context<'_>,
    by: ProductBy,
    view: &View,
) -> Result<Option<Arc<ProductRecord>>> {
    // What can't be a code, slug or SKU is nobody's.
    let key = match by {
        ProductBy::Id(id) => Some(ProductKey::Id(decode_as(NodeType::Product, &id)?)),
        ProductBy::Code(code) => Code::parse(&code).ok().map(ProductKey::Code),
        ProductBy::Slug(slug) => Slug::parse(&slug).ok().map(ProductKey::Slug),
        ProductBy::Sku(sku) => Sku::parse(&sku).ok().map(ProductKey::Sku),
    };
    let Some(key) = key else {
        return Ok(None);
    };
    ctx.store()
        .products()
        .by_key(&key, &view.buyer)
        .await
        .map_err(|fault| ctx.report(&fault))
}

/// A page of a listing.
pub(crate) async fn list(
    ctx: &Context<'_>,
    listing: ProductListing,
    arguments: &PageArguments,
    view: &Arc<View>,
) -> Result<Connection<Product>> {
    let order = Arc::new(order(listing.sort, view));
    let request = arguments.request(&order)?;
    let page = ctx
        .store_of(view)
        .products()
        .page(&listing, &request, &view.buyer, &view.reference)
        .await;
    let page = page.map_err(|fault| ctx.report(&fault))?;
    let list = ProductList {
        listing,
        view: Arc::clone(view),
    };
    Ok(Connection::of(&page, order, list, |record| {
        Product::of(record, view)
    }))
}
