//! The mutations of categories.

mod create;
mod delete;
mod moved;
mod reorder;
mod update;

use std::sync::Arc;

use async_graphql::{Context, MergedObject, Result};
use domain::{catalog::Category as Whole, id::CategoryId, text::Code};
use persistence::Stored;
use uuid::Uuid;

use super::{Category, CategoryBy, find, input::record};
use crate::{
    context::Asked,
    mutation::{Call, Done, Input, RefusalCode, Seen, Stop, Work},
};

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct CategoryMutation(
    create::CategoryCreate,
    update::CategoryUpdate,
    moved::CategoryMove,
    reorder::CategoriesReorder,
    delete::CategoryDelete,
);

/// The code of the category that a mutation is about. None: there is none.
async fn code_of(ctx: &Context<'_>, call: &Call, by: CategoryBy) -> Result<Option<Code>> {
    let view = call.view(ctx).await?;
    let found = find(ctx, by, &view).await?;
    Ok(found.map(|record| Code::trusted(&record.code)))
}

/// The category with this code, which nobody else changes until the end of the transaction.
async fn stored(work: &mut Work, code: Option<&Code>) -> Result<Stored<CategoryId, Whole>, Stop> {
    let missing = || Stop::refused(RefusalCode::NotFound, &["by"], "There is no such category.");
    let code = code.ok_or_else(missing)?;
    let mut found = work
        .transaction()?
        .categories_by_code(std::slice::from_ref(code))
        .await?;
    found.remove(code).ok_or_else(missing)
}

/// Makes the category what the input says, and gives its identifier.
async fn changed(work: &mut Work, code: Option<&Code>, input: &Input) -> Result<Uuid, Stop> {
    let stored = stored(work, code).await?;
    let id = stored.id.uuid();
    let record = record(input, stored.value.code.as_str());
    work.expect(Seen {
        id,
        version: stored.version,
        says: Some(&record),
    })
    .await?;
    work.declare(record, input).await?;
    Ok(id)
}

/// The identifier of the category that a change has made or changed.
async fn id_of(work: &mut Work, code: &Code) -> Result<Uuid, Stop> {
    stored(work, Some(code))
        .await
        .map(|stored| stored.id.uuid())
}

/// The category that a payload shows.
async fn shown(ctx: &Context<'_>, done: &Done<Uuid>) -> Option<Result<Category>> {
    let id = CategoryId(*done.made()?);
    let loaded = ctx.loaders().category_by_id.load(done.view(), id).await;
    let wrap = |record: Option<Arc<_>>| record.map(|record| Category::of(record, done.view()));
    loaded.map(wrap).transpose()
}
