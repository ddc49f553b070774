//! `jobCancel`.

use async_graphql::{Context, ID, Object, Result};
use uuid::Uuid;

use super::{
    super::{Job, user_error::JobUserError},
    shown,
};
use crate::{
    context::Asked,
    mutation::{Call, Change, Stop, Work, payload},
    node_id::{NodeType, decode_as},
};

payload! {
    /// What became of `jobCancel`.
    JobCancelPayload(Uuid, JobUserError) {
        /// The job as it is now. Null: it was not cancelled, see `userErrors`.
        async fn job(&self, ctx: &Context<'_>) -> Option<Result<Job>> {
            shown(ctx, &self.0).await
        }
    }
}

/// The root field.
#[derive(Default)]
pub(crate) struct JobCancel;

#[Object]
impl JobCancel {
    /// Stops a job that waits or runs. What an import has done so far is undone: nothing of it is applied.
    #[graphql(visible = "crate::viewer::is_admin")]
    async fn job_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which job.")] id: ID,
        #[graphql(
            desc = "A key of your choice, 1 to 255 characters: sent again, for 24 hours, the mutation answers as it did. Null: each call is done."
        )]
        idempotency_key: Option<String>,
        #[graphql(
            desc = "Whether to answer what would happen, and to change nothing.",
            default = false
        )]
        dry_run: bool,
    ) -> Result<JobCancelPayload> {
        let call = Call::new(ctx, None, idempotency_key, dry_run, None)?;
        let uuid: Uuid = decode_as(NodeType::Job, &id)?;
        if !dry_run {
            // On SQLite the job itself holds the one writer, until it is told.
            ctx.store().job_is_unwanted(uuid);
        }
        call.run(ctx, Cancel(uuid)).await.map(JobCancelPayload)
    }
}

struct Cancel(Uuid);

impl Change for Cancel {
    const MUTATION: &'static str = "jobCancel";
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let cancelled = work.transaction()?.cancel_job(self.0).await;
        cancelled.map_err(|failure| Stop::about(&["id"], failure))?;
        Ok(self.0)
    }
}
