//! Reading jobs.

use domain::{
    job::{JobKind, JobState},
    outcome::Fault,
};
use sea_orm::QueryResult;
use uuid::Uuid;

use super::{Job, JobFilter, JobIssue, JobProgress};
use crate::{
    Store,
    page::{Keyset, Page, PageRequest, SortValue, SortValueType},
    row::Columns,
    sql::Sql,
};

const DOING: &str = "reading jobs";

pub(super) const COLUMNS: &str = "id, kind, state, actor, request, input_id, output_id, attempts, stage, done, total, report, \
     error, download, created_at, started_at, ended_at";

/// The types of a place among the jobs.
pub const JOB_CURSOR_TYPES: &[SortValueType] = &[SortValueType::Id];

/// Identifiers grow with time: the newest first.
const ORDER: Keyset<'static> = Keyset {
    columns: &["id"],
    types: JOB_CURSOR_TYPES,
    descending: true,
};

/// The queries of jobs; [`Store::jobs`] gives them.
#[derive(Clone, Copy)]
pub struct Jobs<'s> {
    store: &'s Store,
}

impl Store {
    /// The queries of jobs.
    #[must_use]
    pub const fn jobs(&self) -> Jobs<'_> {
        Jobs { store: self }
    }
}

impl Jobs<'_> {
    /// A job. None: there is none with this identifier.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn find(&self, id: Uuid) -> Result<Option<Job>, Fault> {
        let mut sql = self.store.sql();
        sql.push("SELECT ")
            .push(COLUMNS)
            .push(" FROM job WHERE id = ")
            .bind(id);
        let row = self.store.row(sql, DOING).await?;
        row.map(|row| job(&row)).transpose()
    }

    /// A page of jobs, the newest first.
    ///
    /// # Errors
    /// A fault of the database, or of the caller if a place is of another order.
    pub async fn page(
        &self,
        filter: &JobFilter,
        request: &PageRequest,
    ) -> Result<Page<Job>, Fault> {
        let mut sql = self.store.sql();
        sql.push("SELECT ").push(COLUMNS);
        write_source(&mut sql, filter);
        let read = |row: &QueryResult| {
            let job = job(row)?;
            let place = vec![SortValue::Id(job.id)];
            Ok((job, place))
        };
        let page = self.store.page(sql, &ORDER, request, DOING, read);
        page.await
    }

    /// How many jobs fit.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn count(&self, filter: &JobFilter) -> Result<i64, Fault> {
        let mut sql = self.store.sql();
        sql.push("SELECT COUNT(*)");
        write_source(&mut sql, filter);
        self.store.count(sql, DOING).await
    }

    /// The first things wrong with the file of an import, from a place on, in its order.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn issues(&self, id: Uuid, from: i64, limit: i64) -> Result<Vec<JobIssue>, Fault> {
        let mut sql = self.store.sql();
        sql.push("SELECT line, kind, key, field, message FROM job_issue WHERE job_id = ")
            .bind(id)
            .push(" AND place >= ")
            .bind(from)
            .push(" ORDER BY place LIMIT ")
            .bind(limit);
        let rows = self.store.rows(sql, DOING).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row, DOING);
                Ok(JobIssue {
                    line: columns.take()?,
                    kind: columns.take()?,
                    key: columns.take()?,
                    field: columns.take()?,
                    message: columns.take()?,
                })
            })
            .collect()
    }
}

fn write_source(sql: &mut Sql, filter: &JobFilter) {
    sql.push(" FROM job WHERE 1 = 1");
    if let Some(kind) = filter.kind {
        sql.push(" AND kind = ").bind(kind.as_str());
    }
    if let Some(state) = filter.state {
        sql.push(" AND state = ").bind(state.as_str());
    }
}

pub(super) fn job(row: &QueryResult) -> Result<Job, Fault> {
    let mut columns = Columns::of(row, DOING);
    let id = columns.take()?;
    let kind: String = columns.take()?;
    let kind = JobKind::parse(&kind)
        .ok_or_else(|| columns.corrupt(format!("{kind:?} is no kind of job")))?;
    let state: String = columns.take()?;
    let state = JobState::parse(&state)
        .ok_or_else(|| columns.corrupt(format!("{state:?} is no state of a job")))?;
    Ok(Job {
        id,
        kind,
        state,
        actor: columns.take()?,
        request: columns.take()?,
        input: columns.take()?,
        output: columns.take()?,
        attempts: columns.take()?,
        progress: JobProgress {
            stage: columns.take()?,
            done: columns.take()?,
            total: columns.take()?,
        },
        report: columns.take()?,
        error: columns.take()?,
        download: columns.take()?,
        created_at: columns.moment()?,
        started_at: columns.optional_moment()?,
        ended_at: columns.optional_moment()?,
    })
}
