//! `_Entity`, and how a reference becomes one.

use std::sync::Arc;

use async_graphql::{Context, Result, Union};
use domain::text::{Code, Sku, Slug};

use super::reference::{CategoryRef, EntityRef, ProductRef, VariantRef};
use crate::{
    buyer::View,
    catalog::{category::Category, product::Product, variant::ProductVariant},
    context::Asked,
    node_id::{NodeType, decode_as},
};

/// What other subgraphs can refer to by its keys.
#[derive(Union)]
#[graphql(name = "_Entity")]
pub(super) enum Entity {
    Product(Product),
    ProductVariant(ProductVariant),
    Category(Category),
}

/// What a reference means. None: there is none that can be seen in this view.
pub(super) async fn find(
    ctx: &Context<'_>,
    reference: EntityRef,
    view: &Arc<View>,
) -> Result<Option<Entity>> {
    Ok(match reference {
        EntityRef::Product(by) => product(ctx, by, view).await?.map(Entity::from),
        EntityRef::ProductVariant(by) => variant(ctx, by, view).await?.map(Entity::from),
        EntityRef::Category(by) => category(ctx, by, view).await?.map(Entity::from),
    })
}

// What can't be a code, a slug or a SKU is nobody's.

async fn product(ctx: &Context<'_>, by: ProductRef, view: &Arc<View>) -> Result<Option<Product>> {
    let loaders = ctx.loaders();
    let record = match by {
        ProductRef::Id(id) => {
            let id = decode_as(NodeType::Product, &id)?;
            loaders.product_by_id.load(view, id).await?
        }
        ProductRef::Code(code) => match Code::parse(&code) {
            Ok(code) => loaders.product_by_code.load(view, code).await?,
            Err(_) => None,
        },
        ProductRef::Slug(slug) => match Slug::parse(&slug) {
            Ok(slug) => loaders.product_by_slug.load(view, slug).await?,
            Err(_) => None,
        },
    };
    Ok(record.map(|record| Product::of(record, view)))
}

async fn variant(
    ctx: &Context<'_>,
    by: VariantRef,
    view: &Arc<View>,
) -> Result<Option<ProductVariant>> {
    let loaders = ctx.loaders();
    let record = match by {
        VariantRef::Id(id) => {
            let id = decode_as(NodeType::ProductVariant, &id)?;
            loaders.variant_by_id.load(view, id).await?
        }
        VariantRef::Sku(sku) => match Sku::parse(&sku) {
            Ok(sku) => loaders.variant_by_sku.load(view, sku).await?,
            Err(_) => None,
        },
    };
    Ok(record.map(|record| ProductVariant::of(record, view)))
}

async fn category(
    ctx: &Context<'_>,
    by: CategoryRef,
    view: &Arc<View>,
) -> Result<Option<Category>> {
    let loaders = ctx.loaders();
    let record = match by {
        CategoryRef::Id(id) => {
            let id = decode_as(NodeType::Category, &id)?;
            loaders.category_by_id.load(view, id).await?
        }
        CategoryRef::Code(code) => match Code::parse(&code) {
            Ok(code) => loaders.category_by_code.load(view, code).await?,
            Err(_) => None,
        },
        CategoryRef::Slug(slug) => match Slug::parse(&slug) {
            Ok(slug) => loaders.category_by_slug.load(view, slug).await?,
            Err(_) => None,
        },
    };
    Ok(record.map(|record| Category::of(record, view)))
}
