//! Building one statement: its text, and beside it the values. A value never gets into the text, so that whatever a
//! caller says stays a value, and so that few statement texts exist, which both databases prepare once.

use domain::outcome::Fault;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};

use crate::{Store, fault::fault, row::Columns};

/// What may stand in the text: it has digits only.
pub(crate) trait WholeNumber: std::fmt::Display {}

impl WholeNumber for usize {}
impl WholeNumber for u64 {}

/// A statement that is being written.
pub(crate) struct Sql {
    backend: DbBackend,
    text: String,
    values: Vec<Value>,
}

impl Sql {
    /// An empty statement for this database.
    pub(crate) fn new(backend: DbBackend) -> Self {
        Self {
            backend,
            text: String::with_capacity(1024),
            values: Vec::with_capacity(16),
        }
    }

    /// Whether it is for PostgreSQL, otherwise for SQLite.
    pub(crate) fn is_postgres(&self) -> bool {
        self.backend == DbBackend::Postgres
    }

    /// Appends text of our own.
    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a whole number of our own, such as the number of an alias.
    pub(crate) fn number(&mut self, number: impl WholeNumber) -> &mut Self {
        use std::fmt::Write as _;
        write!(self.text, "{number}").expect("writing to a String does not fail");
        self
    }

    /// Appends a value as a parameter: `$7`, which both databases understand.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.text.push('$');
        self.number(self.values.len())
    }

    /// The statement, to be run.
    pub(crate) fn statement(self) -> Statement {
        Statement::from_sql_and_values(self.backend, self.text, self.values)
    }
}

#[cfg(test)]
impl Sql {
    /// How SQLite would run the statement, one step a line.
    pub(crate) async fn plan(self, store: &Store) -> String {
        let statement = self.statement();
        let explained = Statement {
            sql: format!("EXPLAIN QUERY PLAN {}", statement.sql),
            ..statement
        };
        let rows = store.reader().query_all_raw(explained).await.unwrap();
        let steps = rows
            .iter()
            .map(|row| row.try_get_by_index::<String>(3).unwrap());
        steps.collect::<Vec<_>>().join("\n")
    }
}

impl Store {
    /// An empty statement for this store's database.
    pub(crate) fn sql(&self) -> Sql {
        Sql::new(self.reader().get_database_backend())
    }

    /// All rows that a reading statement answers.
    pub(crate) async fn rows(
        &self,
        sql: Sql,
        doing: &'static str,
    ) -> Result<Vec<QueryResult>, Fault> {
        self.reader()
            .query_all_raw(sql.statement())
            .await
            .map_err(fault(doing))
    }

    /// The number that a counting statement answers.
    pub(crate) async fn count(&self, sql: Sql, doing: &'static str) -> Result<i64, Fault> {
        let row = self.row(sql, doing).await?;
        row.map_or(Ok(0), |row| Columns::of(&row, doing).take())
    }

    /// The first row that a reading statement answers.
    pub(crate) async fn row(
        &self,
        sql: Sql,
        doing: &'static str,
    ) -> Result<Option<QueryResult>, Fault> {
        self.reader()
            .query_one_raw(sql.statement())
            .await
            .map_err(fault(doing))
    }
}
