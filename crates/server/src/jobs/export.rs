//! An export as a job.

use std::io::{BufWriter, Seek as _};

use domain::job::JobState;
use flate2::{Compression, write::GzEncoder};
use graphql::job::JobReport;
use persistence::{Job, JobEnd};

use super::{Outcome, Worker, blob, import::noted, secret};
use crate::telemetry;

impl Worker {
    pub(super) async fn export(&self, job: Job) -> Outcome {
        match self.written(&job).await {
            Ok(end) => Outcome::Ended(Box::new(end)),
            Err(error) => Outcome::Again(telemetry::chain(&*error)),
        }
    }

    /// Writes the feed into a temporary file, and keeps that in the database.
    async fn written(
        &self,
        job: &Job,
    ) -> Result<JobEnd, Box<dyn std::error::Error + Send + Sync + 'static>> {
        let file = BufWriter::with_capacity(blob::CHUNK, tempfile::tempfile()?);
        let mut gzip = GzEncoder::new(file, Compression::default());
        let progress = noted(&self.store, job.id);
        let records = feed::export(&self.store, &mut gzip, &progress).await?;
        let mut file = gzip
            .finish()?
            .into_inner()
            .map_err(|error| error.into_error())?;
        file.rewind()?;
        let id = blob::keep(&self.store, file).await?;
        Ok(JobEnd {
            state: JobState::Done,
            progress: self.progress(job.id, JobState::Done),
            report: serde_json::to_string(&JobReport::of_export(records)).ok(),
            error: None,
            issues: Vec::new(),
            output: Some((id, secret::secret())),
        })
    }
}
