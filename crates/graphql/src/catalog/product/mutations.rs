//! The mutations of products.

mod archive;
mod create;
mod delete;
mod publish;
mod set;
mod unpublish;
mod update;

use std::sync::Arc;

use async_graphql::{Context, MergedObject, Result};
use chrono::SecondsFormat;
use domain::{clock::Timestamp, id::ProductId, text::Code};
use persistence::StoredProduct;
use serde_json::{Map, Value, json};
use uuid::Uuid;

pub(crate) use set::ProductSetInput;

use super::{Product, ProductBy, find};
use crate::{
    context::Asked,
    mutation::{Call, Done, Input, RefusalCode, Seen, Stop, Work},
};

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct ProductMutation(
    set::ProductSet,
    create::ProductCreate,
    update::ProductUpdate,
    delete::ProductDelete,
    publish::ProductPublish,
    unpublish::ProductUnpublish,
    archive::ProductArchive,
);

/// The code of the product that a mutation is about. None: there is none.
pub(crate) async fn code_of(ctx: &Context<'_>, call: &Call, by: ProductBy) -> Result<Option<Code>> {
    let view = call.view(ctx).await?;
    let found = find(ctx, by, &view).await?;
    Ok(found.map(|record| Code::trusted(&record.code)))
}

/// The product with this code, which nobody else changes until the end of the transaction. `argument` is the mutation's
/// that names it.
pub(crate) async fn stored(
    work: &mut Work,
    code: Option<&Code>,
    argument: &str,
) -> Result<StoredProduct, Stop> {
    let missing = || {
        Stop::refused(
            RefusalCode::NotFound,
            &[argument],
            "There is no such product.",
        )
    };
    let code = code.ok_or_else(missing)?;
    let mut found = work
        .transaction()?
        .products_by_code(std::slice::from_ref(code))
        .await?;
    found.remove(code).ok_or_else(missing)
}

/// Refuses a change that says this of the product, where others have changed the same since the caller looked. None: the
/// change is about all of it.
pub(crate) async fn expect(
    work: &mut Work,
    stored: &StoredProduct,
    says: Option<&Map<String, Value>>,
) -> Result<(), Stop> {
    work.expect(Seen {
        id: stored.id.uuid(),
        version: stored.version,
        says,
    })
    .await
}

/// A record that says of a product, beside its code, only this.
pub(crate) fn record_of(code: &Code, field: &str, value: Value) -> Map<String, Value> {
    let mut record = Input::default().record("product", code);
    record.insert(field.to_owned(), value);
    record
}

/// What a change says of its product that is about its publication in these channels.
fn of_channels<'c>(channels: impl Iterator<Item = &'c str>) -> Map<String, Value> {
    let channels: Map<_, _> = channels
        .map(|channel| (channel.to_owned(), Value::Null))
        .collect();
    Map::from_iter([(String::from("channels"), Value::Object(channels))])
}

/// A publication as a record has it.
fn publication(channel: &str, from: Option<Timestamp>, until: Option<Timestamp>) -> Value {
    let moment = |moment: Timestamp| moment.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    json!({"code": channel, "from": from.map(moment), "until": until.map(moment)})
}

/// The identifier of the product that a change has made.
async fn id_of(work: &mut Work, code: &str) -> Result<Uuid, Stop> {
    let stored = stored(work, Some(&Code::trusted(code)), "input").await?;
    Ok(stored.id.uuid())
}

/// The product that a payload shows.
async fn shown(ctx: &Context<'_>, done: &Done<Uuid>) -> Option<Result<Product>> {
    let id = ProductId(*done.made()?);
    let loaded = ctx.loaders().product_by_id.load(done.view(), id).await;
    let wrap = |record: Option<Arc<_>>| record.map(|record| Product::of(record, done.view()));
    loaded.map(wrap).transpose()
}
