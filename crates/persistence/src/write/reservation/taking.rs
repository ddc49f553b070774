//! Taking the units of several reservations: in memory first, so that each is weighed after those before it, then of all
//! levels at once.

use std::collections::BTreeMap;

use domain::{
    outcome::{Fault, FaultKind},
    text::Sku,
};
use sea_orm::{Value, sea_query::ArrayType};

use crate::{
    seeded::{self, Bug},
    write::{
        Transaction,
        stock::{HeldStock, LevelKey, Moved},
    },
};

const DOING: &str = "taking reserved units";
/// Most levels of one statement.
const LEVELS: usize = 64;

/// How many units a reservation needs of each level, and of which SKU.
pub(super) type Demand<'s> = BTreeMap<LevelKey, (i64, &'s Sku)>;

/// Takes units from levels in memory, so that who comes next finds them gone. None: they are there only once what has
/// expired is ended; then nothing was taken.
pub(super) fn taken_of(demand: &Demand<'_>, held: &mut HeldStock) -> Option<Vec<Moved>> {
    let level = |held: &HeldStock, key: &LevelKey, sku: &Sku| {
        let levels = &held.stock.get(sku)?.levels;
        levels.iter().position(|level| level.key == *key)
    };
    let mut places = Vec::with_capacity(demand.len());
    for (key, (units, sku)) in demand {
        let place = level(held, key, sku)?;
        let found = held.stock.get(*sku)?.levels.get(place)?;
        if found.units.headroom() < *units {
            return None;
        }
        places.push((place, *units, *sku));
    }
    let mut moved = Vec::with_capacity(places.len());
    for (place, units, sku) in places {
        let level = held.stock.get_mut(sku)?.levels.get_mut(place)?;
        let before = level.clone();
        level.units.reserved += units;
        level.version += 1;
        moved.push(Moved {
            before,
            after: level.units,
        });
    }
    Some(moved)
}

impl Transaction {
    /// Takes the units from all levels, where they are.
    pub(super) async fn take_together(
        &self,
        moved: impl Iterator<Item = &Moved>,
    ) -> Result<(), Fault> {
        let mut demand: BTreeMap<LevelKey, (i64, i64)> = BTreeMap::new();
        for moved in moved {
            let (units, count) = demand.entry(moved.before.key).or_default();
            *units += moved.after.reserved - moved.before.units.reserved;
            *count += 1;
        }
        let demand: Vec<_> = demand.into_iter().collect();
        let mut changed = 0;
        for demand in demand.chunks(LEVELS) {
            changed += self.take_levels(demand).await?;
        }
        if changed == demand.len() as u64 {
            return Ok(());
        }
        let cause = "units that were held for this transaction are not there";
        Err(Fault::new(FaultKind::Contended, DOING, cause))
    }

    /// Takes units, and counts changes, of levels in one statement; tells how many had them.
    async fn take_levels(&self, demand: &[(LevelKey, (i64, i64))]) -> Result<u64, Fault> {
        let mut sql = self.sql();
        let postgres = sql.is_postgres();
        let [variant, location, units, count] = if postgres {
            ["d.variant_id", "d.location_id", "d.units", "d.changes"]
        } else {
            // SQLite names the columns of VALUES so.
            ["d.column1", "d.column2", "d.column3", "d.column4"]
        };
        sql.push("UPDATE stock AS s SET reserved = s.reserved + ")
            .push(units)
            .push(", version = s.version + ")
            .push(count)
            .push(", updated_at = ")
            .now()
            .push(" FROM ");
        if postgres {
            let array = |of, values: Vec<Value>| Value::Array(of, Some(Box::new(values)));
            let ids = |id: fn(&LevelKey) -> uuid::Uuid| {
                let ids = demand.iter().map(|(key, _)| Value::from(id(key)));
                array(ArrayType::Uuid, ids.collect())
            };
            let numbers = |number: fn(&(i64, i64)) -> i64| {
                let numbers = demand.iter().map(|(_, take)| Value::from(number(take)));
                array(ArrayType::BigInt, numbers.collect())
            };
            sql.push("unnest(CAST(")
                .bind(ids(|key| key.variant.uuid()))
                .push(" AS uuid[]), CAST(")
                .bind(ids(|key| key.location.uuid()))
                .push(" AS uuid[]), CAST(")
                .bind(numbers(|take| take.0))
                .push(" AS int8[]), CAST(")
                .bind(numbers(|take| take.1))
                .push(" AS int8[])) AS d (variant_id, location_id, units, changes)");
        } else {
            sql.push("(VALUES ");
            for (place, (key, (units, count))) in demand.iter().enumerate() {
                sql.push(if place == 0 { "(" } else { ", (" })
                    .bind(key.variant.uuid())
                    .push(", ")
                    .bind(key.location.uuid())
                    .push(", ")
                    .bind(*units)
                    .push(", ")
                    .bind(*count)
                    .push(")");
            }
            sql.push(") AS d");
        }
        sql.push(" WHERE s.variant_id = ")
            .push(variant)
            .push(" AND s.location_id = ")
            .push(location);
        if !seeded::has(Bug::CheckBeforeWrite) {
            sql.push(" AND s.on_hand - s.reserved - s.backordered - s.safety_stock + s.backorder_limit >= ")
                .push(units);
        }
        self.execute(sql, DOING).await
    }
}
