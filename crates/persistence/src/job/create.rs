//! Asking for jobs, and no longer wanting them.

use domain::{
    job::JobState,
    outcome::{Failure, Fault},
    problem::{FieldPath, Problem, Reason},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::NewJob;
use crate::{Transaction, fault::fault, moment::to_micros, row::Columns, sql::Sql};

impl Transaction {
    /// Asks for a job in the name of the transaction's actor, and tells its identifier.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn create_job(&mut self, new: NewJob) -> Result<Uuid, Fault> {
        let id = self.next_id();
        let mut sql = Sql::new(self.database().get_database_backend());
        sql.push(
            "INSERT INTO job (id, kind, state, actor, request, input_id, created_at) VALUES (",
        )
        .bind(id);
        sql.push(", ").bind(new.kind.as_str());
        sql.push(", ").bind(JobState::Queued.as_str());
        sql.push(", ").bind(self.actor().as_str());
        sql.push(", ").bind(new.request);
        sql.push(", ").bind(new.input);
        sql.push(", ").bind(to_micros(self.now())).push(")");
        let made = self.database().execute_raw(sql.statement()).await;
        made.map(|_| id).map_err(fault("asking for a job"))
    }

    /// Cancels a job that waits or runs; the file that it was to read goes.
    ///
    /// # Errors
    /// Rejected where there is no such job, or it has ended; a fault of the database.
    pub async fn cancel_job(&mut self, id: Uuid) -> Result<(), Failure> {
        const DOING: &str = "cancelling a job";
        let backend = self.database().get_database_backend();
        let mut sql = Sql::new(backend);
        sql.push("UPDATE job SET state = 'CANCELLED', ended_at = ")
            .bind(to_micros(self.now()))
            .push(" WHERE id = ")
            .bind(id)
            .push(" AND state IN ('QUEUED', 'RUNNING')");
        let done = self.database().execute_raw(sql.statement()).await;
        if done.map_err(fault(DOING))?.rows_affected() == 1 {
            let gone = super::queue::delete_input(backend, id);
            let gone = self.database().execute_raw(gone.statement()).await;
            return gone.map(drop).map_err(|error| fault(DOING)(error).into());
        }
        let mut sql = Sql::new(backend);
        sql.push("SELECT state FROM job WHERE id = ").bind(id);
        let row = self.database().query_one_raw(sql.statement()).await;
        let refused = |reason, message| {
            let problem = Problem::new(FieldPath::of("id"), reason, message);
            Err(Failure::Rejected(vec![problem]))
        };
        match row.map_err(fault(DOING))? {
            Some(row) => {
                let state: String = Columns::of(&row, DOING).take()?;
                refused(
                    Reason::Conflict,
                    format!("The job has ended already: it is {state}."),
                )
            }
            None => refused(Reason::NotFound, String::from("There is no such job.")),
        }
    }
}
