//! Several reservations in one transaction: all levels are locked in one statement, each reservation is weighed after those
//! before it, and what they all take, write down and tell goes into one statement for each table.

use std::collections::BTreeSet;

use super::{
    NewReservation,
    desk::{ReservationAnswer, ReservationCall},
    reserve::Overdue,
    rows::{Head, LINE, Line, RESERVATION, reservation},
    taking::{Demand, taken_of},
};
use crate::{
    fault::fault,
    write::{
        Remembered, Transaction,
        stock::{HeldStock, Moved, StockFailure, StockProblem, Why},
    },
};
use domain::{
    clock::Timestamp,
    id::ReservationId,
    inventory::{LedgerCause, Reservation, ReservationState},
    outcome::Fault,
    text::Sku,
};

const DOING: &str = "reserving stock together with others";

/// What becomes of a call.
pub(super) enum Fate {
    /// It is done.
    Told(ReservationAnswer),
    /// Others hold what it needs at the moment.
    Again,
}

/// Where it broke: nothing was done, or nobody knows.
pub(super) enum Broken {
    Before(Fault),
    Committing(Fault),
}

/// A reservation that can be made.
struct Made {
    head: Head,
    lines: Vec<Line>,
    moved: Vec<Moved>,
}

/// What became of a call, and where its fate goes.
struct Outcome<'c> {
    fate: &'c mut Option<Fate>,
    call: &'c ReservationCall,
    made: Result<Reservation, Vec<StockProblem>>,
}

/// What the stock says to a wish.
enum Weighed {
    Made(Made),
    Refused(Vec<StockProblem>),
    /// Others hold a level.
    Crowded,
    /// Units are there once what has expired is ended.
    Expired,
}

impl Transaction {
    /// Makes reservations, no two under the same key, of the actor of the first. The fates are in the order of the calls.
    pub(super) async fn make_together(
        mut self,
        calls: &[&ReservationCall],
    ) -> Result<Vec<Fate>, Broken> {
        if let Some(first) = calls.first() {
            self.actor = first.actor.clone();
        }
        let (fates, wrote) = self.try_together(calls).await.map_err(Broken::Before)?;
        if wrote {
            self.commit().await.map_err(Broken::Committing)?;
        } else {
            self.rollback().await.map_err(Broken::Before)?;
        }
        Ok(fates)
    }

    /// Whether anything was written is told, too.
    async fn try_together(
        &mut self,
        calls: &[&ReservationCall],
    ) -> Result<(Vec<Fate>, bool), Fault> {
        let mut fates = self.known(calls).await?;
        let open = || calls.iter().enumerate();
        let skus: BTreeSet<&Sku> = open()
            .filter(|(place, _)| fates.get(*place).is_some_and(Option::is_none))
            .flat_map(|(_, call)| call.wanted.lines.iter().map(|line| &line.sku))
            .collect();
        let skus: Vec<Sku> = skus.into_iter().cloned().collect();
        let mut held = self.held_stock_of(&skus).await?;
        let (mut made, mut outcomes) = (Vec::new(), Vec::new());
        for (call, fate) in calls.iter().zip(&mut fates) {
            if fate.is_some() {
                continue;
            }
            match self.weigh(&call.wanted, &mut held) {
                Weighed::Crowded => *fate = Some(Fate::Again),
                Weighed::Expired => *fate = Some(Fate::Told(ReservationAnswer::Alone)),
                Weighed::Refused(problems) => outcomes.push(Outcome {
                    fate,
                    call,
                    made: Err(problems),
                }),
                Weighed::Made(one) => {
                    let told = reservation(one.head.clone(), &one.lines, &self.reference);
                    outcomes.push(Outcome {
                        fate,
                        call,
                        made: Ok(told),
                    });
                    made.push(one);
                }
            }
        }
        self.write_together(&made).await?;
        let wrote = !made.is_empty() || outcomes.iter().any(|outcome| outcome.call.key.is_some());
        self.answer_together(outcomes).await?;
        let again = fates.into_iter().map(|fate| fate.unwrap_or(Fate::Again));
        Ok((again.collect(), wrote))
    }

    /// What is known of the calls before anything is done. None: they are to be made.
    async fn known(&self, calls: &[&ReservationCall]) -> Result<Vec<Option<Fate>>, Fault> {
        let keys: Vec<_> = calls.iter().filter_map(|call| call.key.as_ref()).collect();
        let mut known = self.answers_for(&keys).await?.into_iter();
        let fates = calls.iter().map(|call| {
            call.key.as_ref()?;
            match known.next().flatten() {
                None => Some(Fate::Again),
                Some(Remembered::New) => None,
                Some(Remembered::Same(answer)) => {
                    Some(Fate::Told(ReservationAnswer::Answered(answer)))
                }
                Some(Remembered::Other) => Some(Fate::Told(ReservationAnswer::OtherRequest)),
            }
        });
        Ok(fates.collect())
    }

    /// Takes the units of a wish from what is held, if they are there.
    fn weigh(&self, wanted: &NewReservation, held: &mut HeldStock) -> Weighed {
        let refused = |failure| match failure {
            StockFailure::Refused(problems) => Weighed::Refused(problems),
            StockFailure::Fault(_) => Weighed::Crowded,
        };
        if let Err(failure) = self.know(wanted, &held.stock) {
            return refused(failure);
        }
        if wanted
            .lines
            .iter()
            .any(|line| held.crowded.contains(&line.sku))
        {
            return Weighed::Crowded;
        }
        // What has expired is free, but has to be ended before it can be taken.
        let taken = match self.chosen(wanted, &held.stock, Overdue::Free) {
            Ok(taken) => taken,
            Err(failure) => return refused(failure),
        };
        let id = ReservationId(self.next_id());
        let lines = self.lines(id, wanted, &held.stock, &taken);
        let mut demand = Demand::new();
        for line in &lines {
            if let Some(key) = line.level() {
                demand.entry(key).or_insert((0, &line.sku)).0 += line.held;
            }
        }
        let Some(moved) = taken_of(&demand, held) else {
            return Weighed::Expired;
        };
        let head = head(id, wanted, held.now.unwrap_or(self.began));
        Weighed::Made(Made { head, lines, moved })
    }

    /// Writes all that reservations need.
    async fn write_together(&mut self, made: &[Made]) -> Result<(), Fault> {
        if made.is_empty() {
            return Ok(());
        }
        let moved = made.iter().flat_map(|made| &made.moved);
        self.take_together(moved).await?;
        let actor = self.actor.clone();
        let heads = made.iter().map(|made| made.head.row(&actor)).collect();
        let heads = RESERVATION.insert(&self.database, heads).await;
        heads.map_err(fault(DOING))?;
        let lines = made
            .iter()
            .flat_map(|made| made.lines.iter().map(|line| line.row(made.head.expires_at)));
        let lines = LINE.insert(&self.database, lines.collect()).await;
        lines.map_err(fault(DOING))?;
        let moved = made.iter().flat_map(|made| {
            let why = Why {
                reference: made.head.reference.as_deref(),
                reservation: Some(made.head.id),
                ..Why::of(LedgerCause::Reserved)
            };
            made.moved.iter().map(move |moved| (moved, why))
        });
        let moved: Vec<_> = moved.collect();
        self.write_ledger(&moved).await?;
        let (mut signals, mut audit) = (Vec::new(), Vec::new());
        for made in made {
            let (signal, row) = made.head.noted("CREATED", None);
            signals.push(signal);
            audit.push(row);
            signals.extend(made.moved.iter().flat_map(|moved| self.signals(moved)));
        }
        self.audit_stock(audit).await?;
        self.signal(signals).await
    }

    /// Writes the answers, and remembers them under their keys.
    async fn answer_together(&mut self, outcomes: Vec<Outcome<'_>>) -> Result<(), Fault> {
        if outcomes.is_empty() {
            return Ok(());
        }
        let version = self.catalog_version().await?;
        let mut remembered = Vec::with_capacity(outcomes.len());
        for Outcome { fate, call, made } in outcomes {
            let answer = (call.answer)(made, version)?;
            if let Some(key) = &call.key {
                remembered.push((&key.key, key.mutation, &key.request, answer.clone()));
            }
            *fate = Some(Fate::Told(ReservationAnswer::Answered(answer)));
        }
        if remembered.is_empty() {
            return Ok(());
        }
        self.remember_all(remembered).await
    }
}

fn head(id: ReservationId, wanted: &NewReservation, now: Timestamp) -> Head {
    let time_to_live = chrono::TimeDelta::from_std(wanted.time_to_live).ok();
    let expires_at = time_to_live.and_then(|time| now.checked_add_signed(time));
    Head {
        id,
        state: ReservationState::Active,
        reference: wanted.reference.clone(),
        version: 1,
        created_at: now,
        expires_at: expires_at.unwrap_or(Timestamp::MAX_UTC),
        is_over: false,
    }
}
