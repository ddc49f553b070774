//! How far the jobs of this process are, and whom to tell that one is no longer wanted: in memory, since SQLite's one
//! writer is busy with the job itself.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use tokio::sync::watch;
use uuid::Uuid;

use crate::Store;

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobProgress {
    /// What it is doing: `READING` (in bytes), `APPLYING` or `EXPORTING` (in records). None: it has not begun.
    pub stage: Option<String>,
    /// How much of that is done.
    pub done: i64,
    /// How much there is to do. None: not known.
    pub total: Option<i64>,
}

/// The jobs that this process runs, and a bell that rings when one is asked for.
#[derive(Default)]
pub(crate) struct RunningJobs {
    jobs: Mutex<HashMap<Uuid, Running>>,
    bell: watch::Sender<u64>,
}

struct Running {
    progress: JobProgress,
    cancelled: watch::Sender<bool>,
}

impl Store {
    /// Says that this process runs a job. The answer tells when it is no longer wanted.
    #[must_use]
    pub fn job_begins(&self, id: Uuid) -> watch::Receiver<bool> {
        let (cancelled, asked) = watch::channel(false);
        let running = Running {
            progress: JobProgress::default(),
            cancelled,
        };
        self.with_running(|jobs| jobs.insert(id, running));
        asked
    }

    /// Says how far a job of this process is.
    pub fn job_is_at(&self, id: Uuid, change: impl FnOnce(&mut JobProgress)) {
        self.with_running(|jobs| {
            if let Some(running) = jobs.get_mut(&id) {
                change(&mut running.progress);
            }
        });
    }

    /// Says that this process runs a job no longer.
    pub fn job_stops(&self, id: Uuid) {
        self.with_running(|jobs| jobs.remove(&id));
    }

    /// Has a job of this process stop, if it is one.
    pub fn job_is_unwanted(&self, id: Uuid) {
        self.with_running(|jobs| {
            if let Some(running) = jobs.get(&id) {
                running.cancelled.send_replace(true);
            }
        });
    }

    /// Tells when a job was asked for in this process. Jobs of other processes have to be looked for.
    #[must_use]
    pub fn jobs_asked_for(&self) -> watch::Receiver<u64> {
        self.running_jobs().bell.subscribe()
    }

    /// Rings the bell.
    pub fn job_is_asked_for(&self) {
        self.running_jobs().bell.send_modify(|count| *count += 1);
    }

    /// How far a job of this process is. None: it runs elsewhere, or nowhere.
    #[must_use]
    pub fn job_progress(&self, id: Uuid) -> Option<JobProgress> {
        self.with_running(|jobs| jobs.get(&id).map(|running| running.progress.clone()))
    }

    fn with_running<T>(&self, f: impl FnOnce(&mut HashMap<Uuid, Running>) -> T) -> T {
        let running = self.running_jobs();
        f(&mut running.jobs.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
