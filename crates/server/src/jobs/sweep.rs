//! What is forgotten after a while, so that a database doesn't grow with each job.

use chrono::TimeDelta;
use domain::{
    clock::{Clock, Timestamp},
    outcome::Fault,
};
use persistence::Store;

/// How often.
const EVERY: TimeDelta = TimeDelta::minutes(10);
/// For how long a file that was uploaded may belong to no job: the time of its upload.
const UPLOADS: TimeDelta = TimeDelta::hours(2);
/// For how long an export can be fetched.
const DOWNLOADS: TimeDelta = TimeDelta::hours(24);
/// For how long a job that has ended is told of.
const JOBS: TimeDelta = TimeDelta::days(30);

/// When it was done last.
#[derive(Default)]
pub(super) struct Swept(Option<Timestamp>);

impl Swept {
    pub(super) async fn sweep(&mut self, store: &Store, clock: &dyn Clock) -> Result<(), Fault> {
        let now = clock.now();
        if self.0.is_some_and(|last| now - last < EVERY) {
            return Ok(());
        }
        self.0 = Some(now);
        store.sweep_downloads(now - DOWNLOADS).await?;
        store.sweep_jobs(now - JOBS).await?;
        store.sweep_blobs(now - UPLOADS).await.map(drop)
    }
}
