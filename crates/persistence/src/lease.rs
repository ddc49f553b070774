//! Leases: what only one process at a time may do, such as writing a search index that several share.
//!
//! A holder says again and again that it lives; once it has been silent for the time that it was given, another takes
//! over. Time is the database's, so that the clocks of the processes don't matter.

use std::time::Duration;

use domain::outcome::Fault;
use sea_orm::ConnectionTrait;

use crate::{Backend, Store, fault::fault, row::Columns, sql::Sql};

const DOING: &str = "taking a lease";

/// A lease that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// What is leased.
    pub name: String,
    /// The holder's own name.
    pub holder: String,
    /// Greater than that of every holder before.
    pub token: i64,
}

impl Store {
    /// Takes a lease, or holds it on, for so long from now. None: another one holds it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn lease(
        &self,
        name: &str,
        holder: &str,
        time: Duration,
    ) -> Result<Option<Lease>, Fault> {
        let now = self.database_now();
        let time = i64::try_from(time.as_micros()).unwrap_or(i64::MAX / 2);
        let mut sql = Sql::new(self.writer().get_database_backend());
        sql.push("INSERT INTO lease (name, holder, token, expires_at) VALUES (")
            .bind(name)
            .push(", ")
            .bind(holder)
            .push(", 1, ")
            .push(now)
            .push(" + ")
            .bind(time);
        sql.push(") ON CONFLICT (name) DO UPDATE SET token = CASE WHEN lease.holder = excluded.holder THEN lease.token");
        sql.push(
            " ELSE lease.token + 1 END, holder = excluded.holder, expires_at = excluded.expires_at",
        );
        sql.push(" WHERE lease.holder = excluded.holder OR lease.expires_at <= ")
            .push(now);
        sql.push(" RETURNING token");
        let row = self.writer().query_one_raw(sql.statement()).await;
        let Some(row) = row.map_err(fault(DOING))? else {
            return Ok(None);
        };
        Ok(Some(Lease {
            name: name.to_owned(),
            holder: holder.to_owned(),
            token: Columns::of(&row, DOING).take()?,
        }))
    }

    /// Gives a lease up, so that another one can take it at once. One that is held by another is left alone.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn end_lease(&self, lease: &Lease) -> Result<(), Fault> {
        let mut sql = Sql::new(self.writer().get_database_backend());
        sql.push("UPDATE lease SET expires_at = 0 WHERE name = ")
            .bind(&*lease.name)
            .push(" AND holder = ")
            .bind(&*lease.holder);
        let ended = self.writer().execute_raw(sql.statement()).await;
        ended.map(drop).map_err(fault("giving a lease up"))
    }

    /// The database's clock in microseconds, as SQL.
    fn database_now(&self) -> &'static str {
        match self.backend() {
            Backend::Postgres => "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint",
            Backend::Sqlite => "CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
        }
    }
}
