//! `catalogExport`.

use async_graphql::{Context, Object, Result};
use domain::job::JobKind;
use persistence::NewJob;
use uuid::Uuid;

use super::{
    super::{Job, user_error::JobUserError},
    shown,
};
use crate::{
    context::Asked,
    mutation::{Call, Change, Stop, Work, payload},
};

payload! {
    /// What became of `catalogExport`.
    CatalogExportPayload(Uuid, JobUserError) {
        /// The job that writes the export; when it is done it has a `downloadUrl`. Null: there is none, see `userErrors`.
        async fn job(&self, ctx: &Context<'_>) -> Option<Result<Job>> {
            shown(ctx, &self.0).await
        }
    }
}

/// The root field.
#[derive(Default)]
pub(crate) struct CatalogExport;

#[Object]
impl CatalogExport {
    /// Writes the whole catalogue into a file, a gzipped feed of one state of it. The answer comes at once, with the job that
    /// does it.
    #[graphql(visible = "crate::viewer::is_admin")]
    async fn catalog_export(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "A key of your choice, 1 to 255 characters: sent again, for 24 hours, no second job is begun. Null: each call begins one."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "Whether to answer what would happen, and to begin no job.",
            default = false
        )]
        dry_run: bool,
    ) -> Result<CatalogExportPayload> {
        let call = Call::new(ctx, None, idempotency_key, dry_run, None)?;
        let done = call.run(ctx, Export).await?;
        ctx.store().job_is_asked_for();
        Ok(CatalogExportPayload(done))
    }
}

struct Export;

impl Change for Export {
    const MUTATION: &'static str = "catalogExport";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let new = NewJob {
            kind: JobKind::Export,
            request: String::from("{}"),
            input: None,
        };
        Ok(work.transaction()?.create_job(new).await?)
    }
}
