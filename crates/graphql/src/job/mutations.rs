//! The mutations of jobs.

mod cancel;
mod export;
mod import;

use async_graphql::{Context, MergedObject, Result};
use uuid::Uuid;

use super::Job;
use crate::{context::Asked, mutation::Done};

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct JobMutation(
    import::CatalogImport,
    export::CatalogExport,
    cancel::JobCancel,
);

/// The job that a payload shows.
async fn shown(ctx: &Context<'_>, done: &Done<Uuid>) -> Option<Result<Job>> {
    let id = *done.made()?;
    let store = ctx.store_of(done.view());
    let found = store.jobs().find(id).await;
    let found = found.map_err(|fault| ctx.report(&fault)).transpose()?;
    Some(found.map(Job))
}
