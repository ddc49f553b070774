//! Clearing the outbox of what nobody goes on from any more.

use domain::{clock::Timestamp, outcome::Fault};
use sea_orm::{ConnectionTrait, SqliteTransactionMode, TransactionOptions, TransactionTrait};

use super::feed;
use crate::{Backend, Store, fault::fault, moment::to_micros, sql::Sql};

const DOING: &str = "clearing away old changes";

/// How many rows one transaction takes.
const AT_ONCE: i64 = 5_000;

impl Store {
    /// Clears away the oldest changes that were written before a moment, so many as one transaction takes; tells how many,
    /// so that 0 is the end. The last change of all stays, since it tells the catalogue's version.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn sweep_outbox(&self, written_before: Timestamp) -> Result<u64, Fault> {
        let postgres = self.backend() == Backend::Postgres;
        let order = if postgres { "tx, seq" } else { "seq" };
        let mut sql = self.sql();
        sql.push("SELECT tx, seq, at FROM outbox");
        if postgres {
            sql.push(" WHERE tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
        }
        sql.push(" ORDER BY ")
            .push(order)
            .push(" LIMIT ")
            .bind(AT_ONCE + 1);
        let rows = self.rows(sql, DOING).await?;
        let places = rows.iter().map(feed::read).collect::<Result<Vec<_>, _>>()?;
        let before = to_micros(written_before);
        let old = places.iter().take_while(|(_, cursor)| cursor.at < before);
        // One stays behind, whether it is the last of all or only of those that were read.
        let Some((position, cursor)) = old.take(places.len().saturating_sub(1)).last() else {
            return Ok(0);
        };
        let transaction = self
            .writer()
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: (!postgres).then_some(SqliteTransactionMode::Immediate),
                ..Default::default()
            })
            .await
            .map_err(fault(DOING))?;
        let backend = transaction.get_database_backend();
        let mut note = Sql::new(backend);
        note.push("INSERT INTO outbox_swept (id, tx, seq, at) VALUES (1, ")
            .bind(position.tx)
            .push(", ")
            .bind(position.seq)
            .push(", ")
            .bind(cursor.at);
        note.push(") ON CONFLICT (id) DO UPDATE SET tx = excluded.tx, seq = excluded.seq, at = excluded.at");
        note.push(" WHERE (excluded.tx, excluded.seq) > (outbox_swept.tx, outbox_swept.seq)");
        let mut clear = Sql::new(backend);
        clear.push("DELETE FROM outbox WHERE ");
        if postgres {
            clear
                .push("(tx, seq) <= (")
                .bind(position.tx)
                .push(", ")
                .bind(position.seq)
                .push(")");
        } else {
            clear.push("seq <= ").bind(position.seq);
        }
        transaction
            .execute_raw(note.statement())
            .await
            .map_err(fault(DOING))?;
        let gone = transaction
            .execute_raw(clear.statement())
            .await
            .map_err(fault(DOING))?;
        transaction.commit().await.map_err(fault(DOING))?;
        Ok(gone.rows_affected())
    }
}
