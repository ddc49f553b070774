//! `job`, `jobs`.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use persistence::{JobFilter, page::Page};
use uuid::Uuid;

use super::{
    Job,
    object::{JobKind, JobState},
};
use crate::{
    connection::{Connection, PageArguments},
    context::Asked,
    node_id::{NodeType, decode_as},
    viewer::require,
};

/// The root fields of jobs.
#[derive(Default)]
pub(crate) struct JobQuery;

#[Object]
impl JobQuery {
    /// A job by its id. Null: there is none.
    #[graphql(visible = "crate::viewer::is_admin")]
    async fn job(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id, as an answer gave it.")] id: ID,
    ) -> Option<Result<Job>> {
        find(ctx, &id).await.transpose()
    }

    /// The jobs of the last 30 days, the newest first.
    #[graphql(visible = "crate::viewer::is_admin")]
    #[expect(
        clippy::too_many_arguments,
        reason = "they are the field's arguments in the schema"
    )]
    async fn jobs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only jobs that do this. Null: any.")] kind: Option<JobKind>,
        #[graphql(desc = "Only jobs in this state. Null: any.")] state: Option<JobState>,
        #[graphql(desc = "At most this many from the beginning, 0 to 250. Null, as `last`: 24.")]
        first: Option<i32>,
        #[graphql(desc = "Only items after the one with this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many from the end, 0 to 250.")] last: Option<i32>,
        #[graphql(desc = "Only items before the one with this cursor.")] before: Option<String>,
    ) -> Result<Connection<Job>> {
        require(ctx, "Query.jobs")?;
        let order = Job::order();
        let request = PageArguments {
            first,
            after,
            last,
            before,
        }
        .request(&order)?;
        let filter = JobFilter {
            kind: kind.map(Into::into),
            state: state.map(Into::into),
        };
        let page = ctx.store().jobs().page(&filter, &request).await;
        let page = page.map_err(|fault| ctx.report(&fault))?;
        let page = Page {
            items: page
                .items
                .into_iter()
                .map(|(job, place)| (Arc::new(job), place))
                .collect(),
            has_next: page.has_next,
            has_previous: page.has_previous,
        };
        Ok(Connection::of(&page, order, filter, |job| {
            Job((*job).clone())
        }))
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Job>> {
    require(ctx, "Query.job")?;
    let id: Uuid = decode_as(NodeType::Job, id)?;
    let found = ctx.store().jobs().find(id).await;
    let found = found.map_err(|fault| ctx.report(&fault))?;
    Ok(found.map(Job))
}
