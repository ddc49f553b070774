//! Reading the outbox: what changed, in an order in which nothing can appear before what was read already.
//!
//! On SQLite that is the order of numbers, since there is one writer at a time. PostgreSQL gives a number when a row is
//! written, not when it is committed, so that there the writing transaction comes first, and readers stop below the
//! oldest one that is still open: what is below it is settled. What is above it may be read early by those to whom the
//! order doesn't matter ([`Store::outbox_unsettled`]).

mod feed;
mod places;
mod scope;
mod sweep;

use domain::{clock::Timestamp, outcome::Fault};
use sea_orm::QueryResult;
use uuid::Uuid;

pub use self::{
    feed::{FeedCursor, FeedPage},
    places::{ChangePlace, PlaceCategory},
    scope::OutboxScope,
};
use crate::{Backend, CatalogVersion, Store, row::Columns, sql::Sql};

const DOING: &str = "reading what changed";

/// The columns that [`read`] reads, in its order.
const COLUMNS: &str =
    "SELECT tx, seq, at, kind, entity_id, key, action, version, detail, scope FROM outbox";

/// A place in the order of changes. Its default is before all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutboxPosition {
    /// The transaction, on PostgreSQL; else 0.
    pub tx: i64,
    /// The number of the event, which is a [`CatalogVersion`].
    pub seq: i64,
}

/// What was done to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutboxAction {
    /// It is new.
    Created,
    /// It was changed.
    Updated,
    /// It is gone.
    Deleted,
}

/// One change of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxEvent {
    /// Its place in the order.
    pub position: OutboxPosition,
    /// When it was written.
    pub at: Timestamp,
    /// What kind of thing: `product`, `category`, `price_list`, ….
    pub kind: String,
    /// Which one. None: no single thing.
    pub entity_id: Option<Uuid>,
    /// Its code.
    pub key: String,
    /// What was done to it.
    pub action: OutboxAction,
    /// The version that it has now.
    pub version: i64,
    /// Which of its fields changed. None: it isn't known; any may have.
    pub changed: Option<Vec<String>>,
    /// Of a product: how it was before. None: as now.
    pub scope: Option<OutboxScope>,
}

impl OutboxEvent {
    /// Whether one of these fields changed, as far as is known.
    #[must_use]
    pub fn changes(&self, fields: &[&str]) -> bool {
        self.changed
            .as_ref()
            .is_none_or(|changed| changed.iter().any(|field| fields.contains(&&**field)))
    }
}

impl Store {
    /// At most `limit` settled changes after a place, in order. Whoever has taken them goes on after the last: nothing
    /// will appear before it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn outbox_after(
        &self,
        after: OutboxPosition,
        limit: usize,
    ) -> Result<Vec<OutboxEvent>, Fault> {
        let mut sql = self.sql();
        sql.push(COLUMNS);
        write_after(&mut sql, after);
        if self.backend() == Backend::Postgres {
            sql.push(" AND tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
        }
        self.events(sql, limit).await
    }

    /// At most `limit` changes after a place that are committed while older transactions are still open, on PostgreSQL;
    /// on SQLite there are none. Others may still appear before them, and they come again once they are settled.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn outbox_unsettled(
        &self,
        after: OutboxPosition,
        limit: usize,
    ) -> Result<Vec<OutboxEvent>, Fault> {
        if self.backend() == Backend::Sqlite {
            return Ok(Vec::new());
        }
        let mut sql = self.sql();
        sql.push(COLUMNS);
        write_after(&mut sql, after);
        sql.push(" AND tx >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
        self.events(sql, limit).await
    }

    /// The place of the settled end: whoever reads the catalogue after this call sees all changes up to there.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn outbox_end(&self) -> Result<OutboxPosition, Fault> {
        let mut sql = self.sql();
        sql.push("SELECT tx, seq FROM outbox");
        if self.backend() == Backend::Postgres {
            sql.push(" WHERE tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
            sql.push(" ORDER BY tx DESC, seq DESC LIMIT 1");
        } else {
            sql.push(" ORDER BY seq DESC LIMIT 1");
        }
        let row = self.row(sql, DOING).await?;
        row.map_or(Ok(OutboxPosition::default()), |row| {
            position(&mut Columns::of(&row, DOING))
        })
    }

    /// The place of a version of the catalogue. None: no change has this number, or its row was cleared away.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn outbox_position(
        &self,
        version: CatalogVersion,
    ) -> Result<Option<OutboxPosition>, Fault> {
        let mut sql = self.sql();
        sql.push("SELECT tx, seq FROM outbox WHERE seq = ")
            .bind(version.0);
        let row = self.row(sql, DOING).await?;
        row.map(|row| position(&mut Columns::of(&row, DOING)))
            .transpose()
    }

    /// Whether a place can't be of this database: transactions of PostgreSQL count from the beginning of a server, so that
    /// a store that was restored on another server has to be followed from the beginning. Rows that came with the backup
    /// are put before all others then.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn outbox_settle_restored(&self) -> Result<bool, Fault> {
        use sea_orm::ConnectionTrait;
        if self.backend() == Backend::Sqlite {
            return Ok(false);
        }
        let mut sql = Sql::new(self.writer().get_database_backend());
        sql.push("UPDATE outbox SET tx = 0 WHERE tx >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
        let mut swept = Sql::new(self.writer().get_database_backend());
        swept.push("UPDATE outbox_swept SET tx = 0 WHERE tx >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
        let fault = crate::fault::fault("settling changes of a restored store");
        let moved = self.writer().execute_raw(swept.statement()).await;
        moved.map_err(&fault)?;
        let done = self.writer().execute_raw(sql.statement()).await;
        done.map(|done| done.rows_affected() > 0).map_err(fault)
    }

    async fn events(&self, mut sql: Sql, limit: usize) -> Result<Vec<OutboxEvent>, Fault> {
        sql.push(if self.backend() == Backend::Postgres {
            " ORDER BY tx, seq LIMIT "
        } else {
            " ORDER BY seq LIMIT "
        });
        sql.bind(i64::try_from(limit).unwrap_or(i64::MAX));
        self.rows(sql, DOING).await?.iter().map(read).collect()
    }
}

/// Writes ` WHERE …`.
fn write_after(sql: &mut Sql, after: OutboxPosition) {
    if sql.is_postgres() {
        sql.push(" WHERE (tx, seq) > (").bind(after.tx).push(", ");
        sql.bind(after.seq).push(")");
    } else {
        sql.push(" WHERE seq > ").bind(after.seq);
    }
}

fn position(row: &mut Columns<'_>) -> Result<OutboxPosition, Fault> {
    Ok(OutboxPosition {
        tx: row.take()?,
        seq: row.take()?,
    })
}

fn read(row: &QueryResult) -> Result<OutboxEvent, Fault> {
    let mut row = Columns::of(row, DOING);
    let position = position(&mut row)?;
    let (at, kind, entity_id, key) = (row.moment()?, row.take()?, row.take()?, row.take()?);
    let action: String = row.take()?;
    let action = match &*action {
        "CREATED" => OutboxAction::Created,
        "UPDATED" => OutboxAction::Updated,
        "DELETED" => OutboxAction::Deleted,
        _ => return Err(row.corrupt(format!("{action} is no action"))),
    };
    let version = row.take()?;
    let detail: Option<String> = row.take()?;
    let changed = detail
        .map(|detail| serde_json::from_str(&detail))
        .transpose()
        .map_err(|error: serde_json::Error| row.corrupt(error.to_string()))?;
    let scope: Option<String> = row.take()?;
    let scope = scope
        .map(|scope| serde_json::from_str(&scope))
        .transpose()
        .map_err(|error| row.corrupt(error.to_string()))?;
    Ok(OutboxEvent {
        position,
        at,
        kind,
        entity_id,
        key,
        action,
        version,
        changed,
        scope,
    })
}
