//! Jobs: imports and exports that a server runs beside its requests.
//!
//! A job is a row. Whoever holds the lease of the jobs runs them one after the other; a job whose process died is begun
//! again by the next holder. What an import does and that its job is done commit in one transaction, and only as long as the
//! job is still that process's: so it is never half applied, and never twice.

mod create;
mod queue;
mod read;
mod running;
mod sweep;

use domain::{
    clock::Timestamp,
    job::{JobKind, JobState},
};
use uuid::Uuid;

pub(crate) use running::RunningJobs;
pub use {
    read::{JOB_CURSOR_TYPES, Jobs},
    running::JobProgress,
};

/// A job that is to be done.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// What it does.
    pub kind: JobKind,
    /// How, as JSON.
    pub request: String,
    /// The file that it reads. None: it reads none.
    pub input: Option<Uuid>,
}

/// A job as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its identifier.
    pub id: Uuid,
    /// What it does.
    pub kind: JobKind,
    /// How far it is.
    pub state: JobState,
    /// Who asked for it, as the audit spells it.
    pub actor: String,
    /// How it is to be done, as JSON.
    pub request: String,
    /// The file that it reads. None: it reads none, or has read it.
    pub input: Option<Uuid>,
    /// The file that it wrote. None: it wrote none, or it is gone.
    pub output: Option<Uuid>,
    /// How often it was begun.
    pub attempts: i64,
    /// How far it was when that was last noted.
    pub progress: JobProgress,
    /// What it did, as JSON. None: it has not ended, or did nothing.
    pub report: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// The secret in the address of the file that it wrote.
    pub download: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it was begun. None: it waits.
    pub started_at: Option<Timestamp>,
    /// When it ended. None: it has not.
    pub ended_at: Option<Timestamp>,
}

/// Which jobs are asked for: those that fit everything that is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// Of this kind.
    pub kind: Option<JobKind>,
    /// In this state.
    pub state: Option<JobState>,
}

/// Something wrong with the file of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobIssue {
    /// Counted from 1. 0: the file as a whole.
    pub line: i64,
    /// The record's type. None: it could not be read.
    pub kind: Option<String>,
    /// The record's key. None: it could not be read.
    pub key: Option<String>,
    /// The field or the column; empty for the record as a whole.
    pub field: String,
    /// What is wrong, and how to put it right.
    pub message: String,
}

/// How a job ended.
#[derive(Clone, Debug)]
pub struct JobEnd {
    /// An ended state.
    pub state: JobState,
    /// How far it came. None: as far as was noted last.
    pub progress: Option<JobProgress>,
    /// What it did, as JSON.
    pub report: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// The first things wrong with its file.
    pub issues: Vec<JobIssue>,
    /// The file that it wrote, and the secret in its address.
    pub output: Option<(Uuid, String)>,
}

/// Whether a job's end was noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was.
    Noted,
    /// Somebody cancelled the job, or another process has taken it over: nothing of it may stay.
    Lost,
}
