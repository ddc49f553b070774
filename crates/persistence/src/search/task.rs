//! Tasks: what the holder of a search index is asked to do by others, such as a command beside a running server. They go
//! through the database, which both can reach, whoever may open which file.

use domain::{clock::Timestamp, outcome::Fault};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use crate::{Store, fault::fault, moment::to_micros, row::Columns, sql::Sql};

const DOING: &str = "asking for work on the search index";
const COLUMNS: &str = "id, index_id, kind, state, done, total, answer, created_at, updated_at";

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchTaskKind {
    /// Build the index anew.
    Reindex,
    /// Compare every document with the catalogue.
    Check,
    /// The same, and mend what differs.
    Repair,
    /// Take the index back that was in use before the last reindex.
    Rollback,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchTaskState {
    /// Nobody has begun.
    Queued,
    /// The holder is at it.
    Running,
    /// It is done, with an answer.
    Done,
    /// It failed, with the reason as the answer.
    Failed,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchTask {
    /// Its identifier.
    pub id: Uuid,
    /// Which index.
    pub index: String,
    /// What is to be done.
    pub kind: SearchTaskKind,
    /// How far it is.
    pub state: SearchTaskState,
    /// Products that are done.
    pub done: u64,
    /// Of how many. None: it isn't known yet.
    pub total: Option<u64>,
    /// What came of it. None: nothing yet.
    pub answer: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When the holder was heard of last.
    pub updated_at: Timestamp,
}

/// Each value with its spelling in the database.
const KINDS: &[(SearchTaskKind, &str)] = &[
    (SearchTaskKind::Reindex, "REINDEX"),
    (SearchTaskKind::Check, "CHECK"),
    (SearchTaskKind::Repair, "REPAIR"),
    (SearchTaskKind::Rollback, "ROLLBACK"),
];
const STATES: &[(SearchTaskState, &str)] = &[
    (SearchTaskState::Queued, "QUEUED"),
    (SearchTaskState::Running, "RUNNING"),
    (SearchTaskState::Done, "DONE"),
    (SearchTaskState::Failed, "FAILED"),
];

impl Store {
    /// Asks the holder of an index for something.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn search_task_queue(
        &self,
        index: &str,
        kind: SearchTaskKind,
    ) -> Result<SearchTask, Fault> {
        let now = self.setup().clock.now();
        let task = SearchTask {
            id: self.setup().ids.next(),
            index: index.to_owned(),
            kind,
            state: SearchTaskState::Queued,
            done: 0,
            total: None,
            answer: None,
            created_at: now,
            updated_at: now,
        };
        let mut sql = Sql::new(self.writer().get_database_backend());
        sql.push("INSERT INTO search_task (id, index_id, kind, state, done, created_at, updated_at) VALUES (")
            .bind(task.id)
            .push(", ")
            .bind(index)
            .push(", ")
            .bind(spelled(KINDS, kind))
            .push(", 'QUEUED', 0, ")
            .bind(to_micros(now))
            .push(", ")
            .bind(to_micros(now))
            .push(")");
        self.run_task(sql).await?;
        Ok(task)
    }

    /// The oldest task of an index that is not done. None: there is none.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn search_task_next(&self, index: &str) -> Result<Option<SearchTask>, Fault> {
        let mut sql = self.sql();
        sql.push("SELECT ").push(COLUMNS);
        sql.push(" FROM search_task WHERE index_id = ").bind(index);
        sql.push(" AND state IN ('QUEUED', 'RUNNING') ORDER BY created_at, id LIMIT 1");
        let row = self.row(sql, DOING).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// A task as it is now. None: there is no such task.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn search_task(&self, id: Uuid) -> Result<Option<SearchTask>, Fault> {
        let mut sql = self.sql();
        sql.push("SELECT ")
            .push(COLUMNS)
            .push(" FROM search_task WHERE id = ")
            .bind(id);
        let row = self.row(sql, DOING).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// Tells how far a task is: its state, counts and answer.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn search_task_tell(&self, task: &SearchTask) -> Result<(), Fault> {
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let mut sql = Sql::new(self.writer().get_database_backend());
        sql.push("UPDATE search_task SET state = ")
            .bind(spelled(STATES, task.state))
            .push(", done = ")
            .bind(count(task.done))
            .push(", total = ")
            .bind(task.total.map(count))
            .push(", answer = ")
            .bind(task.answer.as_deref())
            .push(", updated_at = ")
            .bind(to_micros(self.setup().clock.now()))
            .push(" WHERE id = ")
            .bind(task.id);
        self.run_task(sql).await
    }

    async fn run_task(&self, sql: Sql) -> Result<(), Fault> {
        let done = self.writer().execute_raw(sql.statement()).await;
        done.map(drop).map_err(fault(DOING))
    }
}

fn spelled<T: Copy + PartialEq>(spellings: &[(T, &'static str)], value: T) -> &'static str {
    let known = spellings.iter().find(|(known, _)| *known == value);
    known.expect("every value has its spelling").1
}

fn meant<T: Copy>(
    spellings: &[(T, &'static str)],
    text: &str,
    row: &Columns<'_>,
) -> Result<T, Fault> {
    let known = spellings.iter().find(|(_, spelling)| *spelling == text);
    known
        .map(|(value, _)| *value)
        .ok_or_else(|| row.corrupt(format!("{text} is neither a kind nor a state of a task")))
}

fn read(row: &QueryResult) -> Result<SearchTask, Fault> {
    let mut row = Columns::of(row, DOING);
    let (id, index) = (row.take()?, row.take()?);
    let (kind, state): (String, String) = (row.take()?, row.take()?);
    let (kind, state) = (meant(KINDS, &kind, &row)?, meant(STATES, &state, &row)?);
    let (done, total): (i64, Option<i64>) = (row.take()?, row.take()?);
    let count = |count: i64| u64::try_from(count).unwrap_or(0);
    Ok(SearchTask {
        id,
        index,
        kind,
        state,
        done: count(done),
        total: total.map(count),
        answer: row.take()?,
        created_at: row.moment()?,
        updated_at: row.moment()?,
    })
}
