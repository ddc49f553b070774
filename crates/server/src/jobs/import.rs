//! An import as a job.

use domain::job::JobState;
use feed::{
    Import, ImportError, Options, Progress, Report, Wishes,
    import::{Format, Input, Opened, Reading, Stage},
};
use graphql::job::{ImportRequest, JobReport};
use persistence::{Actor, Ended, Job, JobEnd, JobIssue, Store};
use tokio::sync::watch;
use uuid::Uuid;

use super::{Outcome, Worker, blob::BlobReader, failed};
use crate::telemetry;

/// How many issues of a file are kept.
const ISSUES: usize = 1_000;

impl Worker {
    pub(super) async fn import(&self, job: Job, unwanted: watch::Receiver<bool>) -> Outcome {
        let (Ok(request), Some(input)) = (
            serde_json::from_str::<ImportRequest>(&job.request),
            job.input,
        ) else {
            return Outcome::Ended(Box::new(failed("The job's file is gone.")));
        };
        let total = self.store.blob_size(input).await.ok().flatten();
        let options = Options {
            skip_invalid: request.skip_invalid,
            dry_run: request.dry_run,
            issue_limit: ISSUES,
        };
        let actor = Actor::of_text(&job.actor);
        let import = Import {
            store: &self.store,
            actor: &actor,
            options,
            progress: Noted {
                store: self.store.clone(),
                id: job.id,
                total,
            },
        };
        let reader = BlobReader::new(self.store.clone(), input, unwanted);
        let file = Input::Stream {
            name: request.file_name.clone(),
            reader: Box::new(reader),
        };
        match import.open(vec![file], self.reading(&request)).await {
            Ok(opened) => self.finish(job.id, options, opened).await,
            Err(error) => again(error),
        }
    }

    fn reading(&self, request: &ImportRequest) -> Reading {
        Reading {
            format: request.format.as_deref().and_then(|format| match format {
                "JSON_LINES" => Some(Format::JsonLines),
                "CSV" => Some(Format::Csv),
                "SHOPIFY_CSV" => Some(Format::ShopifyCsv),
                _ => None,
            }),
            csv: Wishes {
                currency: request.currency.clone(),
                channel: request.channel.clone(),
                location: request.location.clone(),
                default_channel: self.default_channel.clone(),
                default_locale: Some(self.default_locale.clone()),
            },
        }
    }

    /// Commits what was done together with the job's end.
    async fn finish(&self, id: Uuid, options: Options, opened: Opened) -> Outcome {
        let mut end = end(&opened.report, options);
        end.progress = self.progress(id, end.state);
        let Some(mut transaction) = opened.transaction else {
            return Outcome::Ended(Box::new(end));
        };
        let state = end.state;
        match transaction.end_job(id, &self.holder, end).await {
            Ok(Ended::Noted) => {}
            Ok(Ended::Lost) => return Outcome::Unwanted,
            Err(fault) => return Outcome::Again(telemetry::chain(&fault)),
        }
        if let Err(fault) = transaction.commit().await {
            return Outcome::Again(telemetry::chain(&fault));
        }
        if opened.report.changed_many()
            && let Err(fault) = self.store.analyze().await
        {
            tracing::warn!(
                error = telemetry::chain(&fault),
                "could not look over the tables after an import"
            );
        }
        tracing::info!(job.id = %id, state = state.as_str(), "job {id} has ended");
        Outcome::Over
    }
}

fn again(error: ImportError) -> Outcome {
    Outcome::Again(telemetry::chain(&error))
}

fn end(report: &Report, options: Options) -> JobEnd {
    let refused = report.lines_refused > 0 && !options.skip_invalid;
    let issues = report.issues.iter().map(|issue| JobIssue {
        line: i64::try_from(issue.line).unwrap_or(i64::MAX),
        kind: issue.kind.map(|kind| kind.as_str().to_owned()),
        key: issue.key.clone(),
        field: issue.problem.field.to_string(),
        message: issue.problem.message.clone(),
    });
    JobEnd {
        state: if refused {
            JobState::Refused
        } else {
            JobState::Done
        },
        progress: None,
        report: serde_json::to_string(&JobReport::of(report)).ok(),
        error: None,
        issues: issues.collect(),
        output: None,
    }
}

/// Notes in memory how far the import is.
#[derive(Clone)]
struct Noted {
    store: Store,
    id: Uuid,
    /// How many bytes the file has.
    total: Option<i64>,
}

impl Progress for Noted {
    fn begin(&self, stage: Stage, total: Option<u64>) {
        let total = match stage {
            Stage::Reading => self.total,
            Stage::Applying | Stage::Exporting => total.and_then(|total| i64::try_from(total).ok()),
        };
        let stage = match stage {
            Stage::Reading => "READING",
            Stage::Applying => "APPLYING",
            Stage::Exporting => "EXPORTING",
        };
        self.store.job_is_at(self.id, |progress| {
            progress.stage = Some(stage.to_owned());
            progress.done = 0;
            progress.total = total;
        });
    }

    fn advance(&self, by: u64) {
        let by = i64::try_from(by).unwrap_or(i64::MAX);
        self.store.job_is_at(self.id, |progress| {
            progress.done = progress.done.saturating_add(by);
        });
    }
}

/// Notes how far an export is.
pub(super) fn noted(store: &Store, id: Uuid) -> impl Progress + Clone {
    Noted {
        store: store.clone(),
        id,
        total: None,
    }
}
