//! Doing jobs: the next one, that it is still wanted, its end.

use domain::{job::JobState, outcome::Fault};
use sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

use super::{Ended, Job, JobEnd, JobIssue, JobProgress, read};
use crate::{Actor, Store, Transaction, fault::fault, moment::to_micros, row::Columns, sql::Sql};

const DOING: &str = "looking for jobs";

/// How many issues are written in one statement.
const BATCH: usize = 100;

impl Store {
    /// Whether a job waits to be done, or runs.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn has_jobs(&self) -> Result<bool, Fault> {
        let mut sql = self.sql();
        sql.push("SELECT 1 FROM job WHERE state IN ('QUEUED', 'RUNNING') LIMIT 1");
        Ok(self.row(sql, DOING).await?.is_some())
    }

    /// Takes the oldest job that waits, or that another process began and did not end. To be called by the holder of the
    /// lease of the jobs. None: there is none.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn claim_job(&self, holder: &str) -> Result<Option<Job>, Fault> {
        let mut sql = Sql::new(self.writer().get_database_backend());
        sql.push("UPDATE job SET state = 'RUNNING', attempts = attempts + 1, holder = ")
            .bind(holder);
        sql.push(", started_at = COALESCE(started_at, ")
            .bind(to_micros(self.setup().clock.now()));
        sql.push(
            ") WHERE id = (SELECT id FROM job WHERE state = 'QUEUED' OR (state = 'RUNNING' AND holder <> ",
        )
        .bind(holder);
        sql.push(") ORDER BY created_at, id LIMIT 1) RETURNING ")
            .push(read::COLUMNS);
        let row = self.writer().query_one_raw(sql.statement()).await;
        let row = row.map_err(fault(DOING))?;
        row.map(|row| read::job(&row)).transpose()
    }

    /// Notes how far a job is. False: it is no longer this process's, or no longer wanted.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn note_job(
        &self,
        id: Uuid,
        holder: &str,
        progress: &JobProgress,
    ) -> Result<bool, Fault> {
        let mut sql = Sql::new(self.writer().get_database_backend());
        sql.push("UPDATE job SET stage = ")
            .bind(progress.stage.clone());
        sql.push(", done = ").bind(progress.done);
        sql.push(", total = ").bind(progress.total);
        write_still_ours(&mut sql, id, holder);
        let noted = self.writer().execute_raw(sql.statement()).await;
        noted
            .map(|noted| noted.rows_affected() == 1)
            .map_err(fault("noting how far a job is"))
    }

    /// Puts a job back, to be begun again. `blameless`: that it did not end was not its fault, so that it doesn't count as
    /// an attempt.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn release_job(&self, id: Uuid, holder: &str, blameless: bool) -> Result<(), Fault> {
        let mut sql = Sql::new(self.writer().get_database_backend());
        sql.push("UPDATE job SET state = 'QUEUED', attempts = attempts - ")
            .bind(i64::from(blameless));
        write_still_ours(&mut sql, id, holder);
        let put = self.writer().execute_raw(sql.statement()).await;
        put.map(drop).map_err(fault("putting a job back"))
    }

    /// Ends a job that has changed nothing in the catalogue.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn end_job(&self, id: Uuid, holder: &str, end: JobEnd) -> Result<Ended, Fault> {
        let mut transaction = self.begin(&Actor::command_line()).await?;
        let ended = transaction.end_job(id, holder, end).await?;
        match ended {
            Ended::Noted => transaction.commit().await?,
            Ended::Lost => transaction.rollback().await?,
        }
        Ok(ended)
    }
}

impl Transaction {
    /// Ends a job together with what this transaction has done for it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn end_job(&mut self, id: Uuid, holder: &str, end: JobEnd) -> Result<Ended, Fault> {
        const DOING: &str = "ending a job";
        let backend = self.database().get_database_backend();
        let mut sql = Sql::new(backend);
        let (output, download) = end.output.unzip();
        sql.push("UPDATE job SET state = ").bind(end.state.as_str());
        sql.push(", report = ").bind(end.report);
        sql.push(", error = ").bind(end.error);
        sql.push(", output_id = ").bind(output);
        sql.push(", download = ").bind(download);
        if let Some(progress) = end.progress {
            sql.push(", stage = ").bind(progress.stage);
            sql.push(", done = ").bind(progress.done);
            sql.push(", total = ").bind(progress.total);
        }
        sql.push(", ended_at = ").bind(to_micros(self.now()));
        write_still_ours(&mut sql, id, holder);
        let done = self.database().execute_raw(sql.statement()).await;
        if done.map_err(fault(DOING))?.rows_affected() != 1 {
            return Ok(Ended::Lost);
        }
        let gone = delete_input(backend, id);
        let gone = self.database().execute_raw(gone.statement()).await;
        gone.map_err(fault(DOING))?;
        let issues: Vec<(usize, &JobIssue)> = end.issues.iter().enumerate().collect();
        for batch in issues.chunks(BATCH) {
            let sql = insert_issues(backend, id, batch);
            let done = self.database().execute_raw(sql.statement()).await;
            done.map_err(fault(DOING))?;
        }
        Ok(Ended::Noted)
    }
}

/// Writes ` WHERE` this job runs in this process.
fn write_still_ours(sql: &mut Sql, id: Uuid, holder: &str) {
    sql.push(" WHERE id = ")
        .bind(id)
        .push(" AND holder = ")
        .bind(holder)
        .push(" AND state = ")
        .bind(JobState::Running.as_str());
}

/// Deletes the file that a job was to read.
pub(super) fn delete_input(backend: DbBackend, id: Uuid) -> Sql {
    let mut sql = Sql::new(backend);
    sql.push("DELETE FROM blob WHERE id = (SELECT input_id FROM job WHERE id = ")
        .bind(id)
        .push(")");
    sql
}

fn insert_issues(backend: DbBackend, id: Uuid, issues: &[(usize, &JobIssue)]) -> Sql {
    let mut sql = Sql::new(backend);
    sql.push("INSERT INTO job_issue (job_id, place, line, kind, key, field, message) VALUES ");
    for (index, (place, issue)) in issues.iter().enumerate() {
        sql.push(if index == 0 { "(" } else { ", (" }).bind(id);
        sql.push(", ")
            .bind(i64::try_from(*place).unwrap_or(i64::MAX));
        sql.push(", ").bind(issue.line);
        sql.push(", ").bind(issue.kind.clone());
        sql.push(", ").bind(issue.key.clone());
        sql.push(", ").bind(issue.field.clone());
        sql.push(", ").bind(issue.message.clone()).push(")");
    }
    sql
}

impl Store {
    /// The file that this secret opens: the job's output. None: there is none, or it is gone.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn download(&self, secret: &str) -> Result<Option<(Uuid, i64)>, Fault> {
        const DOING: &str = "looking for a file";
        let mut sql = self.sql();
        sql.push(
            "SELECT b.id, b.size FROM job j JOIN blob b ON b.id = j.output_id WHERE j.download = ",
        )
        .bind(secret);
        let row = self.row(sql, DOING).await?;
        row.map(|row| {
            let mut columns = Columns::of(&row, DOING);
            Ok((columns.take()?, columns.take()?))
        })
        .transpose()
    }
}
