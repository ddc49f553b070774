//! `Job`.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use domain::job::{JobKind as Kind, JobState as State};
use persistence::{JOB_CURSOR_TYPES, JobFilter, JobIssue as Issue};

use super::request::{ImportRequest, JobReport};
use crate::{
    connection::{Listed, Order},
    context::Asked,
    error::{ErrorCode, refuse},
    node_id::{NodeType, encode},
    scalars::{DateTime, int},
    viewer::require,
};

/// The most issues that are given at once.
const ISSUES_MAX: i32 = 1_000;

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(visible = "crate::viewer::is_admin", remote = "Kind")]
pub(crate) enum JobKind {
    /// Reads a file into the catalogue.
    Import,
    /// Writes the catalogue into a file.
    Export,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(visible = "crate::viewer::is_admin", remote = "State")]
pub(crate) enum JobState {
    /// It waits for its turn.
    Queued,
    /// It is being done.
    Running,
    /// It did what it should. Of an import with `skipInvalid`, see `linesRefused`.
    Done,
    /// Lines of the file were refused, so that nothing was applied.
    Refused,
    /// It could not be done; `error` says why.
    Failed,
    /// Somebody stopped it; nothing was applied.
    Cancelled,
}

/// What a running job is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) enum JobStage {
    /// Reading and checking the file; counted in bytes.
    Reading,
    /// Comparing with the catalogue and writing; counted in records.
    Applying,
    /// Writing the feed; counted in records.
    Exporting,
}

/// How far a job is.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct JobProgress {
    /// What it is doing. Null: it has not begun.
    stage: Option<JobStage>,
    /// How much of that is done: bytes or records, as the stage counts.
    done: i32,
    /// How much there is to do. Null: not known.
    total: Option<i32>,
}

/// How the records of one kind ended.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct JobCounts {
    /// The word in the record's field `type`, such as `product`.
    kind: String,
    /// Things that were not there before.
    created: i32,
    /// Things that are different now.
    updated: i32,
    /// Things that were as the record says; nothing about them was touched.
    unchanged: i32,
    /// Records that were refused.
    refused: i32,
}

/// Something wrong with the file of an import.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct JobIssue {
    /// The line, from 1. 0: the file as a whole.
    line: i32,
    /// The record's type. Null: it could not be read.
    kind: Option<String>,
    /// The record's key, such as a code or a SKU. Null: it could not be read.
    key: Option<String>,
    /// The field, or of a CSV file the column. Empty: the record as a whole.
    field: String,
    /// What is wrong and how to put it right, for people.
    message: String,
}

/// Something that whoever gave a file should know although nothing is wrong.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct JobNotice {
    /// The line, from 1. 0: the file as a whole.
    line: i32,
    /// What was left out, or made up.
    message: String,
}

/// The file of an import.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct JobFile {
    /// What the client calls it.
    name: String,
    /// How many bytes it has.
    size: i32,
}

/// A job.
#[derive(Clone)]
pub(crate) struct Job(pub(crate) persistence::Job);

/// An import or an export that the server does beside its requests. It is told of for 30 days after its end.
#[Object(visible = "crate::viewer::is_admin")]
impl Job {
    /// Its id: opaque, and unique over all types.
    pub(crate) async fn id(&self) -> ID {
        encode(NodeType::Job, self.0.id)
    }

    /// What it does.
    async fn kind(&self) -> JobKind {
        self.0.kind.into()
    }

    /// How far it is.
    async fn state(&self) -> JobState {
        self.0.state.into()
    }

    /// Who asked for it, as the audit spells it: `key:` and the name of an API key.
    async fn actor(&self) -> &str {
        &self.0.actor
    }

    /// How far it is, or how far it came.
    async fn progress(&self, ctx: &Context<'_>) -> JobProgress {
        let here = ctx
            .store()
            .job_progress(self.0.id)
            .filter(|here| here.stage.is_some());
        let progress = here.as_ref().unwrap_or(&self.0.progress);
        JobProgress {
            stage: match progress.stage.as_deref() {
                Some("READING") => Some(JobStage::Reading),
                Some("APPLYING") => Some(JobStage::Applying),
                Some("EXPORTING") => Some(JobStage::Exporting),
                _ => None,
            },
            done: int(progress.done),
            total: progress.total.map(int),
        }
    }

    /// Of an import: what its records became, or in a dry run would. Empty: it has not ended.
    async fn counts(&self) -> Vec<JobCounts> {
        let counts = self.report().counts.into_iter();
        counts
            .map(|counts| JobCounts {
                kind: counts.kind,
                created: whole(counts.created),
                updated: whole(counts.updated),
                unchanged: whole(counts.unchanged),
                refused: whole(counts.refused),
            })
            .collect()
    }

    /// Of an import: what is wrong with its file, in the order of its lines. The first 1,000 are kept; `issuesTotal` counts
    /// all.
    async fn issues(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 0 to 1,000.", default = 100)] first: i32,
        #[graphql(desc = "How many are passed over.", default = 0)] skip: i32,
    ) -> Result<Vec<JobIssue>> {
        require(ctx, "Job")?;
        if !(0..=ISSUES_MAX).contains(&first) || skip < 0 {
            let message = format!("`first` is 0 to {ISSUES_MAX}, and `skip` is not negative.");
            return Err(refuse(ErrorCode::BadUserInput, message));
        }
        let jobs = ctx.store().jobs();
        let issues = jobs.issues(self.0.id, skip.into(), first.into()).await;
        let issues = issues.map_err(|fault| ctx.report(&fault))?;
        Ok(issues.into_iter().map(JobIssue::from).collect())
    }

    /// Of an import: how many things are wrong with its file in all.
    async fn issues_total(&self) -> i32 {
        whole(self.report().issues_total)
    }

    /// Of an import: how many lines were refused.
    async fn lines_refused(&self) -> i32 {
        whole(self.report().lines_refused)
    }

    /// Of an import: what was left out of its file, and what was made up.
    async fn notices(&self) -> Vec<JobNotice> {
        let notices = self.report().notices.into_iter();
        notices
            .map(|notice| JobNotice {
                line: whole(notice.line),
                message: notice.message,
            })
            .collect()
    }

    /// Of an import: whether something of it was written. False too for a dry run.
    async fn applied(&self) -> bool {
        self.0.state == State::Done && self.report().applied
    }

    /// Of an import: whether it only tells what would happen.
    async fn dry_run(&self) -> bool {
        self.request().dry_run
    }

    /// Of an import: whether the good lines are applied where others are refused.
    async fn skip_invalid(&self) -> bool {
        self.request().skip_invalid
    }

    /// Of an import: its file. Null: it is an export.
    async fn file(&self) -> Option<JobFile> {
        let request = self.request();
        (self.0.kind == Kind::Import).then(|| JobFile {
            name: request.file_name,
            size: int(request.file_size),
        })
    }

    /// Of an export: how many records it wrote. Null: it is an import, or has not ended.
    async fn records(&self) -> Option<i32> {
        self.report().records.map(whole)
    }

    /// Of an export: the path, on this server, at which its file can be fetched without a key, for 24 hours. Null: it is not
    /// done, or the file is gone.
    async fn download_url(&self) -> Option<String> {
        let secret = self.0.download.as_ref()?;
        Some(format!("/exports/{secret}"))
    }

    /// Why it failed, for people. Null: it did not.
    async fn error(&self) -> Option<&str> {
        self.0.error.as_deref()
    }

    /// When it was asked for.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it was begun. Null: it waits.
    async fn started_at(&self) -> Option<DateTime> {
        self.0.started_at.map(DateTime)
    }

    /// When it ended. Null: it has not.
    async fn ended_at(&self) -> Option<DateTime> {
        self.0.ended_at.map(DateTime)
    }
}

impl Job {
    fn report(&self) -> JobReport {
        let report = self.0.report.as_deref().map(serde_json::from_str);
        report.and_then(Result::ok).unwrap_or_default()
    }

    fn request(&self) -> ImportRequest {
        serde_json::from_str(&self.0.request).unwrap_or_default()
    }

    pub(super) fn order() -> Arc<Order> {
        Arc::new(Order {
            name: String::from("jobs"),
            types: JOB_CURSOR_TYPES,
        })
    }
}

impl From<Issue> for JobIssue {
    fn from(issue: Issue) -> Self {
        Self {
            line: int(issue.line),
            kind: issue.kind,
            key: issue.key,
            field: issue.field,
            message: issue.message,
        }
    }
}

impl Listed for Job {
    type List = JobFilter;

    async fn count(ctx: &Context<'_>, filter: &JobFilter) -> Result<i64> {
        let count = ctx.store().jobs().count(filter).await;
        count.map_err(|fault| ctx.report(&fault))
    }
}

fn whole(number: u64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
