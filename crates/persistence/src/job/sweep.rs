//! What is forgotten after a while.

use domain::{clock::Timestamp, outcome::Fault};
use sea_orm::ConnectionTrait;

use crate::{Store, fault::fault, moment::to_micros, sql::Sql};

const DOING: &str = "forgetting old jobs";

impl Store {
    /// Deletes the files that were written by jobs which ended before a moment.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn sweep_downloads(&self, ended_before: Timestamp) -> Result<(), Fault> {
        let condition = |sql: &mut Sql| {
            sql.push(" WHERE output_id IS NOT NULL AND ended_at < ")
                .bind(to_micros(ended_before));
        };
        let backend = self.writer().get_database_backend();
        let mut files = Sql::new(backend);
        files.push("DELETE FROM blob WHERE id IN (SELECT output_id FROM job");
        condition(&mut files);
        files.push(")");
        let mut jobs = Sql::new(backend);
        jobs.push("UPDATE job SET output_id = NULL, download = NULL");
        condition(&mut jobs);
        for sql in [files, jobs] {
            let done = self.writer().execute_raw(sql.statement()).await;
            done.map_err(fault(DOING))?;
        }
        Ok(())
    }

    /// Deletes the jobs that ended before a moment.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn sweep_jobs(&self, ended_before: Timestamp) -> Result<u64, Fault> {
        let mut sql = Sql::new(self.writer().get_database_backend());
        sql.push("DELETE FROM job WHERE ended_at < ")
            .bind(to_micros(ended_before));
        let gone = self.writer().execute_raw(sql.statement()).await;
        gone.map(|gone| gone.rows_affected()).map_err(fault(DOING))
    }
}
