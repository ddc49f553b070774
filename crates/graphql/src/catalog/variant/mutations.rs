//! The mutations of variants. In a feed a product's variants are one list, so that each of these gives the whole list,
//! and says of the others no more than that they stay.

mod create;
mod delete;
mod reorder;
mod update;

use std::sync::Arc;

use async_graphql::{Context, MergedObject, Result};
use domain::{catalog::Product, id::VariantId, problem::Step, text::Sku};
use persistence::StoredProduct;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{ProductVariant, ProductVariantBy, find};
use crate::{
    catalog::product::mutations as product,
    context::Asked,
    mutation::{Call, Done, RefusalCode, Stop, Work},
};

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct VariantMutation(
    create::ProductVariantCreate,
    update::ProductVariantUpdate,
    delete::ProductVariantDelete,
    reorder::ProductVariantsReorder,
);

/// The SKU of the variant that a mutation is about. None: there is none.
async fn sku_of(ctx: &Context<'_>, call: &Call, by: ProductVariantBy) -> Result<Option<Sku>> {
    let view = call.view(ctx).await?;
    let found = find(ctx, by, &view).await?;
    Ok(found.map(|record| Sku::trusted(&record.sku)))
}

/// The product of the variant, which nobody else changes until the end of the transaction, and the variant's place in it.
async fn stored(work: &mut Work, sku: Option<&Sku>) -> Result<(StoredProduct, usize), Stop> {
    let missing = || Stop::refused(RefusalCode::NotFound, &["by"], "There is no such variant.");
    let sku = sku.ok_or_else(missing)?;
    let owners = work
        .transaction()?
        .product_codes_by_sku(std::slice::from_ref(sku))
        .await?;
    let product = product::stored(work, owners.get(sku), "by").await?;
    let place = product
        .value
        .variants
        .iter()
        .position(|variant| variant.sku == *sku)
        .ok_or_else(missing)?;
    Ok((product, place))
}

/// All variants of a product as a record names them: they stay as they are.
fn listed(product: &Product) -> Vec<Value> {
    product
        .variants
        .iter()
        .map(|variant| json!({"sku": variant.sku.as_str()}))
        .collect()
}

/// What a change says of its product that says this of the variant.
fn saying(sku: &Sku, of_variant: Value) -> Map<String, Value> {
    let variants = json!({ sku.as_str(): of_variant });
    Map::from_iter([(String::from("variants"), variants)])
}

/// Where a variant stands in the record of its product.
fn place_of(place: usize) -> Vec<Step> {
    vec![Step::Name(String::from("variants")), Step::Index(place)]
}

/// The variant that a payload shows.
async fn shown(ctx: &Context<'_>, done: &Done<Uuid>) -> Option<Result<ProductVariant>> {
    let id = VariantId(*done.made()?);
    let loaded = ctx.loaders().variant_by_id.load(done.view(), id).await;
    let wrap =
        |record: Option<Arc<_>>| record.map(|record| ProductVariant::of(record, done.view()));
    loaded.map(wrap).transpose()
}
