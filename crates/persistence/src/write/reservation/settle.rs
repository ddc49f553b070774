//! Extending a reservation, selling what it holds, and giving it back: whole or in parts.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use domain::{
    id::ReservationId,
    inventory::{LedgerCause, LevelChange, Reservation, ReservationState},
    outcome::{Fault, FaultKind},
    text::{Code, Sku},
};
use serde_json::{Value, json};

use super::rows::{Head, LINE, Line, reservation};
use crate::{
    fault::fault,
    row::Columns,
    seeded::{self, Bug},
    write::{
        Transaction,
        log::changes,
        stock::{
            LevelKey, Moved, Signal, StockAudit, StockFailure, StockProblem, StockReason, Why,
        },
    },
};

const DOING: &str = "changing a reservation";

/// Its name in events and audit.
const KIND: &str = "reservation";

/// What becomes of held units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReservationEnd {
    /// They are sold.
    Commit,
    /// They are given back.
    Release,
}

/// A part of what a reservation holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineUnits {
    /// The variant.
    pub sku: Sku,
    /// How many units, 1 or more.
    pub quantity: i64,
    /// From which location. None: from any.
    pub location: Option<Code>,
}

impl Transaction {
    /// Sells or gives back what a reservation holds, all of it or the parts that are named; the rest stays held.
    ///
    /// # Errors
    /// Refused where the reservation does not exist, is over or has ended, or holds less than that. Else a fault.
    pub async fn settle(
        &mut self,
        id: ReservationId,
        parts: Option<&[LineUnits]>,
        end: ReservationEnd,
    ) -> Result<Reservation, StockFailure> {
        let (head, mut lines) = self.active_reservation(id).await?;
        let before = shape(&head, &lines);
        let taken = match parts {
            None => lines.iter().map(|line| line.held).collect(),
            Some(parts) => self.parts(&lines, parts)?,
        };
        let cause = match end {
            ReservationEnd::Commit => LedgerCause::Committed,
            ReservationEnd::Release => LedgerCause::Released,
        };
        let why = Why {
            reference: head.reference.as_deref(),
            reservation: Some(id),
            ..Why::of(cause)
        };
        if !(end == ReservationEnd::Release && seeded::has(Bug::LeakAtRelease)) {
            self.settle_levels(&lines, &taken, &why).await?;
        }
        let mut rows = Vec::new();
        for (line, units) in lines.iter_mut().zip(taken).filter(|(_, units)| *units > 0) {
            line.held -= units;
            match end {
                ReservationEnd::Commit => line.committed += units,
                ReservationEnd::Release => line.released += units,
            }
            rows.push(line.row(head.expires_at));
        }
        LINE.update(&self.database, rows)
            .await
            .map_err(fault(DOING))?;
        let sum = |units: fn(&Line) -> i64| lines.iter().map(units).sum::<i64>();
        let after = Head {
            state: ReservationState::after(sum(|line| line.held), sum(|line| line.committed)),
            version: head.version + 1,
            ..head
        };
        self.update_reservation(&after).await?;
        let change = changes(&before, &shape(&after, &lines));
        self.note_reservation(&after, "UPDATED", change).await?;
        Ok(reservation(after, &lines, &self.reference))
    }

    /// Holds what a reservation holds for at least so long from now on.
    ///
    /// # Errors
    /// Refused where the reservation does not exist, is over or has ended. Else a fault.
    pub async fn extend(
        &mut self,
        id: ReservationId,
        time_to_live: Duration,
    ) -> Result<Reservation, StockFailure> {
        let (head, lines) = self.active_reservation(id).await?;
        let before = shape(&head, &lines);
        let time_to_live = i64::try_from(time_to_live.as_micros()).unwrap_or(i64::MAX / 4);
        let mut sql = self.sql();
        sql.push("UPDATE reservation SET expires_at = CASE WHEN expires_at > ")
            .now()
            .push(" + ")
            .bind(time_to_live)
            .push(" THEN expires_at ELSE ")
            .now()
            .push(" + ")
            .bind(time_to_live)
            .push(" END, version = version + 1, updated_at = ")
            .now()
            .push(" WHERE id = ")
            .bind(id.uuid())
            .push(" RETURNING expires_at");
        let rows = self.all(sql, DOING).await?;
        let row = rows
            .first()
            .ok_or_else(|| Fault::new(FaultKind::Bug, DOING, "an updated row was not told"))?;
        let after = Head {
            expires_at: Columns::of(row, DOING).moment()?,
            version: head.version + 1,
            ..head
        };
        let mut sql = self.sql();
        sql.push("UPDATE reservation_line SET expires_at = ")
            .bind(crate::moment::to_micros(after.expires_at))
            .push(" WHERE reservation_id = ")
            .bind(id.uuid());
        self.execute(sql, DOING).await?;
        let change = changes(&before, &shape(&after, &lines));
        self.note_reservation(&after, "UPDATED", change).await?;
        Ok(reservation(after, &lines, &self.reference))
    }

    /// A reservation that holds units, locked.
    async fn active_reservation(
        &self,
        id: ReservationId,
    ) -> Result<(Head, Vec<Line>), StockFailure> {
        let refuse = |reason, message: String| {
            StockFailure::Refused(vec![StockProblem::of_whole("id", reason, message)])
        };
        let Some((head, lines)) = self.locked_reservation(id).await? else {
            let message = String::from("There is no such reservation.");
            return Err(refuse(StockReason::NotFound, message));
        };
        let expired = head.state == ReservationState::Expired
            || head.state == ReservationState::Active && head.is_over;
        if expired {
            let at = head.expires_at.to_rfc3339();
            let message = format!(
                "The reservation has expired at {at}, and what it held is free again. Make a new one."
            );
            return Err(refuse(StockReason::Expired, message));
        }
        if head.state != ReservationState::Active {
            let message = format!(
                "The reservation is {} and holds nothing any more.",
                head.state
            );
            return Err(refuse(StockReason::Ended, message));
        }
        Ok((head, lines))
    }

    /// How many units of each line are meant.
    fn parts(&self, lines: &[Line], parts: &[LineUnits]) -> Result<Vec<i64>, StockFailure> {
        let mut taken = vec![0; lines.len()];
        let mut problems = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            let mut missing = part.quantity;
            let mut known = false;
            for (line, taken) in lines.iter().zip(&mut taken) {
                if !self.is_of(line, part) {
                    continue;
                }
                known = true;
                let units = (line.held - *taken).min(missing);
                *taken += units;
                missing -= units;
            }
            if !known {
                let message = format!("The reservation has no line of \"{}\" there.", part.sku);
                problems.push(StockProblem::of_line(
                    place,
                    "sku",
                    StockReason::NotFound,
                    message,
                ));
            } else if missing > 0 {
                let held = part.quantity - missing;
                let message = format!("Only {held} units of \"{}\" are held.", part.sku);
                problems.push(StockProblem {
                    available: Some(held),
                    ..StockProblem::of_line(place, "quantity", StockReason::Conflict, message)
                });
            }
        }
        if problems.is_empty() {
            Ok(taken)
        } else {
            Err(StockFailure::Refused(problems))
        }
    }

    fn is_of(&self, line: &Line, part: &LineUnits) -> bool {
        let location = part.location.as_ref();
        line.sku == part.sku
            && location.is_none_or(|code| {
                let entry = self.reference.locations.by_code(code);
                line.location == entry.map(|entry| entry.id)
            })
    }

    /// Takes units of lines out of what their levels hold.
    pub(super) async fn settle_levels(
        &mut self,
        lines: &[Line],
        taken: &[i64],
        why: &Why<'_>,
    ) -> Result<(), Fault> {
        let mut units: BTreeMap<LevelKey, i64> = BTreeMap::new();
        for (line, taken) in lines.iter().zip(taken).filter(|(_, taken)| **taken > 0) {
            if let Some(key) = line.level() {
                *units.entry(key).or_default() += taken;
            }
        }
        let keys: BTreeSet<LevelKey> = units.keys().copied().collect();
        let levels = self.locked_levels(&keys).await?;
        let mut moved: Vec<Moved> = Vec::with_capacity(units.len());
        for (key, units) in units {
            let change = match why.cause {
                LedgerCause::Committed => LevelChange::Commit(units),
                _ => LevelChange::Release(units),
            };
            let level = levels.get(&key).map(|level| level.moved(change));
            match level {
                Some(Ok(one)) => moved.push(one),
                Some(Err(refusal)) => {
                    return Err(Fault::new(FaultKind::Corrupt, DOING, refusal.to_string()));
                }
                None => {
                    let cause = "a level is gone of which units are held";
                    return Err(Fault::new(FaultKind::Corrupt, DOING, cause));
                }
            }
        }
        self.write_levels(&moved, why).await
    }

    pub(super) async fn update_reservation(&self, head: &Head) -> Result<(), Fault> {
        let mut sql = self.sql();
        sql.push("UPDATE reservation SET state = ")
            .bind(head.state.as_str())
            .push(", version = ")
            .bind(head.version)
            .push(", updated_at = ")
            .now()
            .push(" WHERE id = ")
            .bind(head.id.uuid());
        self.execute(sql, DOING).await.map(drop)
    }

    /// Writes the event and the audit row of a reservation.
    pub(super) async fn note_reservation(
        &mut self,
        head: &Head,
        action: &'static str,
        change: Option<Value>,
    ) -> Result<(), Fault> {
        let (signal, audit) = head.noted(action, change);
        self.audit_stock(vec![audit]).await?;
        self.signal(vec![signal]).await
    }

    /// The same of several.
    pub(super) async fn note_things(
        &mut self,
        things: Vec<(Head, &'static str, Option<Value>)>,
    ) -> Result<(), Fault> {
        let noted = things.into_iter();
        let noted = noted.map(|(head, action, change)| head.noted(action, change));
        let (signals, audit) = noted.unzip();
        self.audit_stock(audit).await?;
        self.signal(signals).await
    }
}

impl Head {
    /// The event and the audit row of what was done to it.
    pub(super) fn noted(
        &self,
        action: &'static str,
        changes: Option<Value>,
    ) -> (Signal, StockAudit) {
        let (id, key) = (self.id.uuid(), self.reference.clone().unwrap_or_default());
        let signal = Signal {
            kind: KIND,
            id,
            key: key.clone(),
            action,
            version: self.version,
            detail: None,
        };
        let audit = StockAudit {
            kind: KIND,
            id,
            key,
            action,
            changes,
        };
        (signal, audit)
    }
}

/// A reservation in the audit.
pub(super) fn shape(head: &Head, lines: &[Line]) -> Value {
    let lines = lines.iter().map(|line| {
        let units =
            json!({"held": line.held, "committed": line.committed, "released": line.released});
        (line.position.to_string(), units)
    });
    json!({
        "state": head.state.as_str(),
        "expiresAt": head.expires_at.to_rfc3339(),
        "lines": lines.collect::<serde_json::Map<_, _>>(),
    })
}
