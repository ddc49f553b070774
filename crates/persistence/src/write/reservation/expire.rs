//! Ending reservations whose time is over: by a worker, and by whoever needs what they held before it has come.

use std::collections::{BTreeSet, HashMap};

use domain::{
    id::ReservationId,
    inventory::{LedgerCause, ReservationState},
    outcome::Fault,
};
use uuid::Uuid;

use super::{
    rows::{Head, LINE, Line, head, lines_of, write_head},
    settle::shape,
};
use crate::{
    Actor, Store,
    fault::fault,
    sql::Sql,
    whole::KEYS,
    write::{
        Transaction,
        log::changes,
        stock::{LevelKey, Why},
    },
};

const DOING: &str = "ending reservations whose time is over";

/// Writes the reservations with lines whose time is over, by the index of what is held.
fn write_over(sql: &mut Sql) {
    sql.push("SELECT l.reservation_id FROM reservation_line l WHERE ")
        .expired("l");
}

impl Store {
    /// Ends at most so many reservations whose time is over, and tells how many. Where there are none this costs one small
    /// reading statement. Several nodes may do it at once: none ends what another is ending.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn sweep_reservations(&self, limit: u32) -> Result<u64, Fault> {
        let mut sql = self.sql();
        write_over(&mut sql);
        sql.push(" LIMIT 1");
        if self.row(sql, DOING).await?.is_none() {
            return Ok(0);
        }
        let mut transaction = self.begin(&Actor::server()).await?;
        let swept = transaction.sweep(limit).await?;
        transaction.commit().await?;
        Ok(swept)
    }
}

impl Transaction {
    async fn sweep(&mut self, limit: u32) -> Result<u64, Fault> {
        let mut sql = self.sql();
        write_head(&mut sql);
        sql.push(" WHERE id IN (");
        write_over(&mut sql);
        sql.push(" ORDER BY l.expires_at LIMIT ")
            .bind(i64::from(limit))
            .push(") AND state = 'ACTIVE' AND expires_at <= ")
            .now()
            .push(" ORDER BY id");
        if sql.is_postgres() {
            sql.push(" FOR UPDATE SKIP LOCKED");
        }
        let heads = self.all(sql, DOING).await?;
        let heads: Vec<Head> = heads.iter().map(head).collect::<Result<_, _>>()?;
        self.end(&heads).await?;
        Ok(heads.len() as u64)
    }

    /// Ends what has expired of these levels' variants, and locks the levels, so that what is read of them afterwards
    /// stays so until this transaction ends.
    pub(super) async fn expire_at(&mut self, mut keys: BTreeSet<LevelKey>) -> Result<(), Fault> {
        let variants: BTreeSet<Uuid> = keys.iter().map(|key| key.variant.uuid()).collect();
        let variants: Vec<Uuid> = variants.into_iter().collect();
        let mut heads = Vec::new();
        for variants in variants.chunks(KEYS) {
            let mut sql = self.sql();
            write_head(&mut sql);
            sql.push(" WHERE id IN (");
            write_over(&mut sql);
            sql.push(" AND l.variant_id")
                .in_list(variants)
                .push(") AND state = 'ACTIVE' AND expires_at <= ")
                .now()
                .push(" ORDER BY id");
            if sql.is_postgres() {
                sql.push(" FOR UPDATE");
            }
            for row in &self.all(sql, DOING).await? {
                heads.push(head(row)?);
            }
        }
        // All levels at once, so that they are taken in order.
        let ids: Vec<Uuid> = heads.iter().map(|head: &Head| head.id.uuid()).collect();
        for ids in ids.chunks(KEYS) {
            let lines = lines_of(&self.database, ids).await?;
            keys.extend(lines.iter().filter_map(Line::level));
        }
        self.locked_levels(&keys).await?;
        self.end(&heads).await
    }

    /// Frees what these reservations hold, which are locked.
    async fn end(&mut self, heads: &[Head]) -> Result<(), Fault> {
        for heads in heads.chunks(KEYS) {
            let by_id: HashMap<ReservationId, &Head> =
                heads.iter().map(|head| (head.id, head)).collect();
            let ids: Vec<Uuid> = heads.iter().map(|head| head.id.uuid()).collect();
            let before = lines_of(&self.database, &ids).await?;
            let held: Vec<i64> = before.iter().map(|line| line.held).collect();
            self.settle_levels(&before, &held, &Why::of(LedgerCause::Expired))
                .await?;
            let mut after = before.clone();
            let mut rows = Vec::new();
            for line in after.iter_mut().filter(|line| line.held > 0) {
                line.released += std::mem::take(&mut line.held);
                if let Some(head) = by_id.get(&line.reservation) {
                    rows.push(line.row(head.expires_at));
                }
            }
            LINE.update(&self.database, rows)
                .await
                .map_err(fault(DOING))?;
            self.end_heads(&ids).await?;
            let of = |lines: &[Line], id| -> Vec<Line> {
                let own = lines.iter().filter(|line| line.reservation == id);
                own.cloned().collect()
            };
            let things = heads.iter().map(|head| {
                let ended = Head {
                    state: ReservationState::Expired,
                    version: head.version + 1,
                    ..head.clone()
                };
                let change = changes(
                    &shape(head, &of(&before, head.id)),
                    &shape(&ended, &of(&after, head.id)),
                );
                (ended, "UPDATED", change)
            });
            self.note_things(things.collect()).await?;
        }
        Ok(())
    }

    async fn end_heads(&self, ids: &[Uuid]) -> Result<(), Fault> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut sql = self.sql();
        sql.push("UPDATE reservation SET state = 'EXPIRED', version = version + 1, updated_at = ")
            .now()
            .push(" WHERE id")
            .in_list(ids);
        self.execute(sql, DOING).await.map(drop)
    }
}
