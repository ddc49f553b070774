//! Making a reservation.
//!
//! First it is looked from where the units can be taken; then each level takes its units by one conditional statement, in
//! the one order of levels. As a rule nothing is locked before that. Where something has expired that wasn't swept yet, or
//! where another was faster before, what has expired is ended first, with the levels locked, and then it is exact.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::Duration,
};

use domain::{
    id::{ReservationId, VariantId},
    inventory::{
        Choice, LedgerCause, Reservation, ReservationState, Shortage, Taken, Units, Wish, choose,
    },
    outcome::{Fault, FaultKind},
    text::{Code, Sku},
};

use super::rows::{Head, LINE, Line, reservation};
use crate::{
    fault::fault,
    inventory::incoming,
    row::Columns,
    seeded::{self, Bug},
    write::{
        Transaction,
        stock::{
            Level, LevelKey, Moved, StockFailure, StockProblem, StockReason, VariantStock, Why,
        },
    },
};

const DOING: &str = "reserving stock";

/// What shall be reserved, all of it or nothing.
#[derive(Clone, Debug)]
pub struct NewReservation {
    /// What.
    pub lines: Vec<ReservedLine>,
    /// The locations that a line without one may take from, the preferred first: those of a channel.
    pub order: Vec<Code>,
    /// Whether such a line may take from several of them where none holds the whole of it.
    pub allow_split: bool,
    /// How long units are held.
    pub time_to_live: Duration,
    /// What the caller calls it.
    pub reference: Option<String>,
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReservedLine {
    /// The variant.
    pub sku: Sku,
    /// How many units, 1 to [`domain::inventory::QUANTITY_MAX`].
    pub quantity: i64,
    /// The code of the location that they are to come from. None: the order decides.
    pub location: Option<Code>,
}

/// What is thought of units that are held although their time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overdue {
    /// They can't be had until somebody has ended that.
    Held,
    /// They can be had.
    Free,
}

impl Transaction {
    /// Reserves, in a transaction of its own; [`crate::Store::reserve`] does it together with others. `carefully` locks the levels before it looks: for who was too slow once.
    ///
    /// # Errors
    /// Refused, all problems at once, where something does not exist or is not there in that number; then nothing was
    /// reserved. Or a fault, contended where another was faster: undo, and try again carefully.
    pub async fn reserve(
        &mut self,
        wanted: &NewReservation,
        carefully: bool,
    ) -> Result<Reservation, StockFailure> {
        let skus: BTreeSet<&Sku> = wanted.lines.iter().map(|line| &line.sku).collect();
        let skus: Vec<Sku> = skus.into_iter().cloned().collect();
        let mut stock = self.stock_of(&skus).await?;
        self.know(wanted, &stock)?;
        let expired = stock.values().any(|variant| !variant.expired.is_empty());
        if carefully || expired {
            let levels = stock.values().flat_map(|variant| &variant.levels);
            let keys = levels.map(|level| level.key).collect();
            self.expire_at(keys).await?;
            stock = self.stock_of(&skus).await?;
        }
        let taken = self.chosen(wanted, &stock, Overdue::Held)?;
        let id = ReservationId(self.next_id());
        let head = self.insert_reservation(id, wanted).await?;
        let lines = self.lines(id, wanted, &stock, &taken);
        let rows = lines.iter().map(|line| line.row(head.expires_at)).collect();
        LINE.insert(&self.database, rows)
            .await
            .map_err(fault(DOING))?;
        self.note_reservation(&head, "CREATED", None).await?;
        let moved = self.take(&lines, &stock).await?;
        let why = Why {
            reference: wanted.reference.as_deref(),
            reservation: Some(id),
            ..Why::of(LedgerCause::Reserved)
        };
        self.note_moved(&moved, &why).await?;
        Ok(reservation(head, &lines, &self.reference))
    }

    /// Refuses what names something that does not exist.
    pub(super) fn know(
        &self,
        wanted: &NewReservation,
        stock: &HashMap<Sku, VariantStock>,
    ) -> Result<(), StockFailure> {
        let mut problems = Vec::new();
        for (place, line) in wanted.lines.iter().enumerate() {
            if !stock.contains_key(&line.sku) {
                let message = format!("There is no SKU \"{}\".", line.sku);
                let reason = StockReason::NotFound;
                problems.push(StockProblem::of_line(place, "sku", reason, message));
            }
            let unknown = |code: &&Code| self.reference.locations.by_code(code).is_none();
            if let Some(code) = line.location.as_ref().filter(unknown) {
                let message = format!("There is no location \"{code}\".");
                let reason = StockReason::NotFound;
                problems.push(StockProblem::of_line(place, "location", reason, message));
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(StockFailure::Refused(problems))
        }
    }

    /// From where each line takes its units.
    pub(super) fn chosen(
        &self,
        wanted: &NewReservation,
        stock: &HashMap<Sku, VariantStock>,
        overdue: Overdue,
    ) -> Result<Vec<Taken>, StockFailure> {
        let wishes: Vec<Wish> = wanted
            .lines
            .iter()
            .map(|line| {
                let variant = stock.get(&line.sku);
                Wish {
                    variant: variant.map_or(VariantId(uuid::Uuid::nil()), |variant| variant.id),
                    quantity: line.quantity,
                    location: line.location.clone(),
                    tracked: variant.is_none_or(|variant| variant.tracked),
                }
            })
            .collect();
        let mut available = HashMap::new();
        let variants = wanted.lines.iter().filter_map(|line| stock.get(&line.sku));
        for (variant, level) in variants.flat_map(|variant| {
            let levels = variant.levels.iter();
            levels.map(move |level| (variant, level))
        }) {
            if let Some(location) = self.reference.locations.by_id(level.key.location) {
                let expired = match overdue {
                    Overdue::Held => 0,
                    Overdue::Free => variant
                        .expired
                        .get(&level.key.location)
                        .copied()
                        .unwrap_or(0),
                };
                let key = (level.key.variant, location.value.code.clone());
                available.insert(key, (level.units.headroom() + expired).max(0));
            }
        }
        let choice = Choice {
            order: &wanted.order,
            allow_split: wanted.allow_split,
        };
        choose(&wishes, choice, &available).map_err(|short| {
            let short = short.into_iter().map(|short| out_of_stock(wanted, &short));
            StockFailure::Refused(short.collect())
        })
    }

    pub(super) fn lines(
        &self,
        id: ReservationId,
        wanted: &NewReservation,
        stock: &HashMap<Sku, VariantStock>,
        taken: &[Taken],
    ) -> Vec<Line> {
        let lines = taken.iter().enumerate().filter_map(|(place, taken)| {
            let sku = &wanted.lines.get(taken.line)?.sku;
            let variant = stock.get(sku)?;
            let location = taken.location.as_ref();
            let location = location.and_then(|code| self.reference.locations.by_code(code));
            Some(Line {
                reservation: id,
                position: i32::try_from(place).unwrap_or(i32::MAX),
                variant: variant.id,
                location: location.map(|entry| entry.id),
                sku: sku.clone(),
                tracked: variant.tracked,
                quantity: taken.quantity,
                held: taken.quantity,
                committed: 0,
                released: 0,
            })
        });
        lines.collect()
    }

    async fn insert_reservation(
        &self,
        id: ReservationId,
        wanted: &NewReservation,
    ) -> Result<Head, Fault> {
        let time_to_live = i64::try_from(wanted.time_to_live.as_micros()).unwrap_or(i64::MAX / 4);
        let mut sql = self.sql();
        sql.push("INSERT INTO reservation (id, state, reference, actor, version, created_at, updated_at, expires_at) VALUES (")
            .bind(id.uuid())
            .push(", 'ACTIVE', ")
            .bind(wanted.reference.clone())
            .push(", ")
            .bind(self.actor.as_str())
            .push(", 1, ")
            .now()
            .push(", ")
            .now()
            .push(", ")
            .now()
            .push(" + ")
            .bind(time_to_live)
            .push(") RETURNING created_at, expires_at");
        let rows = self.all(sql, DOING).await?;
        let row = rows
            .first()
            .ok_or_else(|| Fault::new(FaultKind::Bug, DOING, "an inserted row was not told"))?;
        let mut row = Columns::of(row, DOING);
        Ok(Head {
            id,
            state: ReservationState::Active,
            reference: wanted.reference.clone(),
            version: 1,
            created_at: row.moment()?,
            expires_at: row.moment()?,
            is_over: false,
        })
    }

    /// Takes the units of each level by one statement, which takes them only if they are there.
    async fn take(
        &self,
        lines: &[Line],
        stock: &HashMap<Sku, VariantStock>,
    ) -> Result<Vec<Moved>, Fault> {
        let mut demand: BTreeMap<LevelKey, (i64, &Sku)> = BTreeMap::new();
        for line in lines {
            if let Some(key) = line.level() {
                demand.entry(key).or_insert((0, &line.sku)).0 += line.held;
            }
        }
        let mut moved = Vec::with_capacity(demand.len());
        for (key, (units, sku)) in demand {
            let low_at = stock.get(sku).and_then(|variant| variant.low_at);
            let Some(one) = self.take_one(key, units, sku, low_at).await? else {
                let cause = "another reservation took the units between the look and the taking";
                return Err(Fault::new(FaultKind::Contended, DOING, cause));
            };
            moved.push(one);
        }
        Ok(moved)
    }

    async fn take_one(
        &self,
        key: LevelKey,
        quantity: i64,
        sku: &Sku,
        low_at: Option<i64>,
    ) -> Result<Option<Moved>, Fault> {
        let mut sql = self.sql();
        sql.push("UPDATE stock SET reserved = reserved + ")
            .bind(quantity)
            .push(", version = version + 1, updated_at = ")
            .now()
            .push(" WHERE variant_id = ")
            .bind(key.variant.uuid())
            .push(" AND location_id = ")
            .bind(key.location.uuid())
            .push(" AND (on_hand - reserved - backordered - safety_stock + backorder_limit >= ")
            .bind(quantity)
            .push(if seeded::has(Bug::CheckBeforeWrite) {
                " OR TRUE)"
            } else {
                ")"
            })
            .push(" RETURNING on_hand, reserved, backordered, safety_stock, backorder_limit, incoming, incoming_on, version");
        let rows = self.all(sql, DOING).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let mut row = Columns::of(row, DOING);
        let after = Units {
            on_hand: row.take()?,
            reserved: row.take()?,
            backordered: row.take()?,
            safety_stock: row.take()?,
            backorder_limit: row.take()?,
            incoming: incoming(row.take()?, row.take()?, DOING)?,
        };
        let version: i64 = row.take()?;
        Ok(Some(Moved {
            before: Level {
                key,
                sku: sku.clone(),
                tracked: true,
                low_at,
                units: Units {
                    reserved: after.reserved - quantity,
                    ..after
                },
                version: version - 1,
            },
            after,
        }))
    }
}

/// What a line is told for which there is not enough.
fn out_of_stock(wanted: &NewReservation, short: &Shortage) -> StockProblem {
    let (sku, quantity) = wanted
        .lines
        .get(short.line)
        .map_or(("", 0), |line| (&*line.sku, line.quantity));
    let place = wanted
        .lines
        .get(short.line)
        .and_then(|line| line.location.as_ref())
        .map_or(String::new(), |code| format!(" at \"{code}\""));
    let message = if wanted.order.is_empty() && place.is_empty() {
        String::from("The channel has no locations. Name one, or give the channel its locations.")
    } else if short.available == 0 {
        format!("None of \"{sku}\" is available{place}; {quantity} were asked for.")
    } else {
        let available = short.available;
        format!("Only {available} of \"{sku}\" are available{place}; {quantity} were asked for.")
    };
    StockProblem {
        available: Some(short.available),
        ..StockProblem::of_line(short.line, "quantity", StockReason::OutOfStock, message)
    }
}
