//! `productVariant`.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, OneofObject, Result};
use domain::text::Sku;
use persistence::catalog::{VariantKey, VariantRecord};

use super::ProductVariant;
use crate::{
    buyer::{BuyerContext, View},
    context::{Asked, view},
    node_id::{NodeType, decode_as},
};

/// What a variant is looked up by: exactly one of these.
#[derive(Debug, OneofObject)]
pub(crate) enum ProductVariantBy {
    /// Its id.
    Id(ID),
    /// Its stock keeping unit.
    Sku(String),
    /// Its barcode, as it is stored. Of several variants that have it, the one that was created first.
    Barcode(String),
}

/// The root fields of variants.
#[derive(Default)]
pub(crate) struct VariantQuery;

#[Object]
impl VariantQuery {
    /// A variant by what the caller knows of it. Null: there is none that can be seen in this context.
    async fn product_variant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the variant is looked up by.")] by: ProductVariantBy,
        #[graphql(
            desc = "Who is buying, where and in which language. Null: the defaults of everything."
        )]
        context: Option<BuyerContext>,
    ) -> Option<Result<ProductVariant>> {
        find_variant(ctx, by, context).await.transpose()
    }
}

async fn find_variant(
    ctx: &Context<'_>,
    by: ProductVariantBy,
    context: Option<BuyerContext>,
) -> Result<Option<ProductVariant>> {
    let view = view(ctx, context).await?;
    let record = find(ctx, by, &view).await?;
    Ok(record.map(|record| ProductVariant::of(record, &view)))
}

/// The variant that is looked up. None: there is none that can be seen in this view.
pub(super) async fn find(
    ctx: &Context<'_>,
    by: ProductVariantBy,
    view: &View,
) -> Result<Option<Arc<VariantRecord>>> {
    let key = match by {
        ProductVariantBy::Id(id) => VariantKey::Id(decode_as(NodeType::ProductVariant, &id)?),
        ProductVariantBy::Sku(sku) => match Sku::parse(&sku) {
            Ok(sku) => VariantKey::Sku(sku),
            // What can't be a SKU is nobody's.
            Err(_) => return Ok(None),
        },
        // The databases take no NUL in a text.
        ProductVariantBy::Barcode(barcode) if barcode.contains('\0') => return Ok(None),
        ProductVariantBy::Barcode(barcode) => VariantKey::Barcode(barcode),
    };
    ctx.store()
        .variants()
        .by_key(&key, &view.buyer)
        .await
        .map_err(|fault| ctx.report(&fault))
}
