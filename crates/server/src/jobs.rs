//! Doing jobs: imports and exports that were asked for through the API.
//!
//! Each server of a catalogue looks for jobs; the one that holds the lease does them, the oldest first, one at a time. When
//! it dies its lease ends, and the next holder begins the job that it left again. That is safe at any moment: an import and
//! its end commit together, and only if the job is still the process's own.

mod blob;
mod export;
mod import;
mod secret;
mod sweep;

use std::{sync::Arc, time::Duration};

use domain::{clock::Clock, job::JobState, locale::Locale, outcome::Fault, text::Code};
use persistence::{Ended, Job, JobEnd, JobProgress, Lease, Store};
use tokio::{sync::watch, task::JoinHandle};

pub(crate) use blob::CHUNK;

use crate::telemetry;

/// For how long the lease of the jobs is taken. A process that dies holds up its job for no longer.
const LEASE: Duration = Duration::from_secs(10);
/// How often a process says that it lives, notes how far its job is, and looks whether it is still wanted.
const BEAT: Duration = Duration::from_secs(2);
/// How often jobs that other processes were asked for are looked for.
const LOOK: Duration = Duration::from_secs(1);
/// How often a job is begun again that ends its process, or that the database keeps from ending.
const ATTEMPTS: i64 = 3;

/// Does the jobs of a catalogue.
pub(crate) struct Worker {
    store: Store,
    clock: Arc<dyn Clock>,
    holder: String,
    /// What a CSV file that names none means.
    default_channel: Option<Code>,
    default_locale: Locale,
}

/// A worker that runs, until it is stopped or this is dropped.
pub struct Working {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Working {
    /// Stops: the job at hand is undone and put back, for another process or the next start.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        // Its end is waited for; that it panicked was logged.
        let _ = self.task.await;
    }
}

impl Worker {
    pub(crate) fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        default_channel: Option<Code>,
        default_locale: Locale,
    ) -> Self {
        Self {
            store,
            clock,
            holder: secret::name(),
            default_channel,
            default_locale,
        }
    }

    /// Looks for jobs and does them until it is stopped.
    pub(crate) fn start(self: Arc<Self>) -> Working {
        let (stop, mut stopped) = watch::channel(false);
        let task = tokio::spawn(async move {
            let mut asked = self.store.jobs_asked_for();
            let mut swept = sweep::Swept::default();
            while !*stopped.borrow() {
                if let Err(fault) = self.turn(&mut swept, &mut stopped).await {
                    tracing::warn!(error = telemetry::chain(&fault), "could not look for jobs");
                }
                tokio::select! {
                    changed = stopped.changed() => if changed.is_err() { return },
                    _ = asked.changed() => {}
                    () = tokio::time::sleep(LOOK) => {}
                }
            }
        });
        Working { stop, task }
    }

    /// Does all jobs that wait, if nobody else does.
    async fn turn(
        &self,
        swept: &mut sweep::Swept,
        stopped: &mut watch::Receiver<bool>,
    ) -> Result<(), Fault> {
        swept.sweep(&self.store, &*self.clock).await?;
        if !self.store.has_jobs().await? {
            return Ok(());
        }
        let Some(lease) = self.lease().await? else {
            return Ok(());
        };
        while !*stopped.borrow() && self.lease().await?.is_some() {
            let Some(job) = self.store.claim_job(&self.holder).await? else {
                break;
            };
            self.run(job, stopped).await?;
        }
        self.store.end_lease(&lease).await
    }

    async fn lease(&self) -> Result<Option<Lease>, Fault> {
        self.store.lease("jobs", &self.holder, LEASE).await
    }

    /// Does one job to its end, or until it is no longer wanted.
    async fn run(&self, job: Job, stopped: &mut watch::Receiver<bool>) -> Result<(), Fault> {
        let (id, attempts) = (job.id, job.attempts);
        if attempts > ATTEMPTS {
            let why = "The job was begun several times, and its server ended each time before it did. The log of the server may say why.";
            return self.end(id, failed(why)).await;
        }
        tracing::info!(job.id = %id, kind = job.kind.as_str(), attempts, "doing job {id}");
        let mut unwanted = self.store.job_begins(id);
        let asked = unwanted.clone();
        let outcome = tokio::select! {
            biased;
            _ = unwanted.wait_for(|unwanted| *unwanted) => Outcome::Unwanted,
            _ = stopped.wait_for(|stopped| *stopped) => Outcome::Stopped,
            () = self.beat(id) => Outcome::Unwanted,
            outcome = self.work(job, asked) => outcome,
        };
        self.store.job_is_unwanted(id);
        self.store.job_stops(id);
        match outcome {
            Outcome::Over => Ok(()),
            Outcome::Ended(end) => self.end(id, *end).await,
            Outcome::Unwanted => {
                tracing::info!(job.id = %id, "job {id} is no longer wanted here; nothing of it was applied");
                // Who cancels a job tells so before it is written; where that fails, the job is done after all.
                tokio::time::sleep(LOOK).await;
                self.store.release_job(id, &self.holder, true).await
            }
            Outcome::Stopped => self.store.release_job(id, &self.holder, true).await,
            Outcome::Again(why) if attempts < ATTEMPTS => {
                tracing::warn!(job.id = %id, error = why, "job {id} is begun again");
                self.store.release_job(id, &self.holder, false).await
            }
            Outcome::Again(why) => {
                tracing::error!(job.id = %id, error = why, "job {id} failed");
                let why = "The server could not do it. Its log says why.";
                self.end(id, failed(why)).await
            }
        }
    }

    async fn work(&self, job: Job, unwanted: watch::Receiver<bool>) -> Outcome {
        match job.kind {
            domain::job::JobKind::Import => self.import(job, unwanted).await,
            domain::job::JobKind::Export => self.export(job).await,
        }
    }

    /// How far a job of this process came: one that is done came to its end, whenever that was last noted.
    fn progress(&self, id: uuid::Uuid, state: JobState) -> Option<JobProgress> {
        let mut progress = self.store.job_progress(id)?;
        if let (JobState::Done, Some(total)) = (state, progress.total) {
            progress.done = total;
        }
        Some(progress)
    }

    async fn end(&self, id: uuid::Uuid, end: JobEnd) -> Result<(), Fault> {
        let state = end.state;
        let ended = self.store.end_job(id, &self.holder, end).await?;
        if ended == Ended::Noted {
            tracing::info!(job.id = %id, state = state.as_str(), "job {id} has ended");
        }
        Ok(())
    }

    /// Says again and again that this process lives and how far the job is. Ends when the job is no longer wanted.
    async fn beat(&self, id: uuid::Uuid) {
        loop {
            tokio::time::sleep(BEAT).await;
            // While SQLite's one writer applies the job's own changes nobody else can take anything either, so that a beat
            // which has to wait is left out.
            let beat = tokio::time::timeout(BEAT, async {
                let progress = self.store.job_progress(id).unwrap_or_default();
                let leased = self.lease().await?;
                let ours = self.store.note_job(id, &self.holder, &progress).await?;
                Ok::<bool, Fault>(leased.is_some() && ours)
            });
            if matches!(beat.await, Ok(Ok(false))) {
                return;
            }
        }
    }
}

/// What became of a job.
enum Outcome {
    /// It ended, and that is noted.
    Over,
    /// It ended, which is to be noted.
    Ended(Box<JobEnd>),
    /// Somebody cancelled it, or another process has it.
    Unwanted,
    /// The server is going down.
    Stopped,
    /// It may work the next time.
    Again(String),
}

fn failed(why: &str) -> JobEnd {
    JobEnd {
        state: JobState::Failed,
        progress: None,
        report: None,
        error: Some(why.to_owned()),
        issues: Vec::new(),
        output: None,
    }
}
