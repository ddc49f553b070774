//! `importProgress`.

use std::time::Duration;

use async_graphql::{Context, ID, Result, Subscription};
use futures_util::stream::{self, BoxStream, StreamExt as _};
use persistence::{JobProgress, Store};
use uuid::Uuid;

use super::Job;
use crate::{
    context::Asked,
    error::{ErrorCode, Reporter, refuse},
    node_id::{NodeType, decode_as},
    viewer::{is_admin, require},
};

/// How often is looked how far a job is.
const LOOK: Duration = Duration::from_millis(300);

/// The subscription to jobs.
#[derive(Default)]
pub(crate) struct JobSubscription;

#[Subscription]
impl JobSubscription {
    /// Tells how far an import or an export is: at once, whenever that has changed, and once more when it has ended, which
    /// ends the subscription. Whichever node does the job.
    #[graphql(visible = "is_admin")]
    async fn import_progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The job's id, as `catalogImport` or `catalogExport` gave it.")] id: ID,
    ) -> Result<BoxStream<'static, Result<Job>>> {
        require(ctx, "Subscription.importProgress")?;
        let id: Uuid = decode_as(NodeType::Job, &id)?;
        let mut watching = Watching {
            store: ctx.store().clone(),
            reporter: ctx.asked().reporter().clone(),
            id,
            told: None,
            ended: false,
        };
        let Some(first) = watching.look().await? else {
            return Err(refuse(
                ErrorCode::BadUserInput,
                "There is no job with this id.",
            ));
        };
        let first = watching.note(first);
        let rest = stream::unfold(watching, |mut watching| async move {
            let next = watching.next().await?;
            Some((next, watching))
        });
        Ok(stream::iter(first.map(Ok)).chain(rest).boxed())
    }
}

/// How far a job was when that was told.
type Told = (domain::job::JobState, JobProgress);

struct Watching {
    store: Store,
    reporter: Reporter,
    id: Uuid,
    told: Option<Told>,
    ended: bool,
}

impl Watching {
    async fn look(&self) -> Result<Option<persistence::Job>> {
        let found = self.store.jobs().find(self.id).await;
        Ok(found.map_err(|fault| self.reporter.report(&fault))?)
    }

    /// The job, if it is elsewhere than it was told.
    fn note(&mut self, job: persistence::Job) -> Option<Job> {
        let here = self.store.job_progress(self.id);
        let here = here.filter(|progress| progress.stage.is_some());
        let now = (job.state, here.unwrap_or_else(|| job.progress.clone()));
        self.ended = job.ended_at.is_some();
        if self.told.as_ref() == Some(&now) {
            return None;
        }
        self.told = Some(now);
        Some(Job(job))
    }

    async fn next(&mut self) -> Option<Result<Job>> {
        while !self.ended {
            tokio::time::sleep(LOOK).await;
            match self.look().await {
                Ok(Some(job)) => {
                    if let Some(job) = self.note(job) {
                        return Some(Ok(job));
                    }
                }
                // It was forgotten.
                Ok(None) => return None,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}
