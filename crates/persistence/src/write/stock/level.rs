//! Stock levels inside a transaction: locked, changed, written.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::{
    clock::Timestamp,
    id::{LocationId, VariantId},
    inventory::{LevelChange, LevelRefusal, Units},
    outcome::Fault,
    text::Sku,
};
use sea_orm::{ConnectionTrait, QueryResult};

use super::{Why, contended};
use crate::{
    fault::fault,
    inventory::{expected_on, incoming},
    moment::to_micros,
    row::Columns,
    seeded::{self, Bug},
    sql::Sql,
    whole::KEYS,
    write::{
        Transaction,
        table::{Cell, Table, Type},
    },
};

const DOING: &str = "changing stock";

/// A level, in the order in which they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct LevelKey {
    pub(crate) variant: VariantId,
    pub(crate) location: LocationId,
}

/// A level as it was read.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    pub(crate) key: LevelKey,
    pub(crate) sku: Sku,
    /// Whether the variant's stock is counted.
    pub(crate) tracked: bool,
    pub(crate) low_at: Option<i64>,
    pub(crate) units: Units,
    /// 0: it is not there yet.
    pub(crate) version: i64,
}

/// A level that was changed.
#[derive(Clone, Debug)]
pub(crate) struct Moved {
    pub(crate) before: Level,
    pub(crate) after: Units,
}

/// A variant and its levels.
#[derive(Clone, Debug)]
pub(crate) struct VariantStock {
    pub(crate) id: VariantId,
    pub(crate) tracked: bool,
    pub(crate) low_at: Option<i64>,
    pub(crate) levels: Vec<Level>,
    /// Units that are still reserved by what has expired, by location.
    pub(crate) expired: HashMap<LocationId, i64>,
}

/// Variants and their levels, which nobody else changes meanwhile.
#[derive(Debug, Default)]
pub(crate) struct HeldStock {
    pub(crate) stock: HashMap<Sku, VariantStock>,
    /// Of which others hold levels at the moment, so that they aren't all here.
    pub(crate) crowded: HashSet<Sku>,
    /// When it was looked, by the database's clock. None: nothing was found.
    pub(crate) now: Option<Timestamp>,
}

/// The columns that an update of a level sets.
const UNITS: Table = Table {
    name: "stock",
    columns: &[
        ("variant_id", Type::Id),
        ("location_id", Type::Id),
        ("on_hand", Type::BigInt),
        ("reserved", Type::BigInt),
        ("backordered", Type::BigInt),
        ("safety_stock", Type::BigInt),
        ("backorder_limit", Type::BigInt),
        ("incoming", Type::BigInt),
        ("incoming_on", Type::TextOrNull),
        ("version", Type::BigInt),
        ("updated_at", Type::BigInt),
    ],
    key: 2,
    updated: &[
        "on_hand",
        "reserved",
        "backordered",
        "safety_stock",
        "backorder_limit",
        "incoming",
        "incoming_on",
        "version",
        "updated_at",
    ],
    counts: false,
};

/// The columns that [`units`] reads, in its order, and the version.
pub(super) const COLUMNS: &str = "s.on_hand, s.reserved, s.backordered, s.safety_stock, s.backorder_limit, s.incoming, \
                                  s.incoming_on, s.version";

/// Reads [`COLUMNS`] but for the version.
pub(super) fn units(row: &mut Columns<'_>) -> Result<Units, Fault> {
    Ok(Units {
        on_hand: row.take()?,
        reserved: row.take()?,
        backordered: row.take()?,
        safety_stock: row.take()?,
        backorder_limit: row.take()?,
        incoming: incoming(row.take()?, row.take()?, DOING)?,
    })
}

/// Writes the columns that [`add_variant_stock`] reads, in its order: of `variant v` and `stock s`.
fn write_variant_stock(sql: &mut Sql) {
    sql.push("v.sku, v.id, v.track_inventory, v.low_stock_threshold, s.location_id, ")
        .expired_units()
        .push(", ")
        .push(COLUMNS);
}

/// Reads a variant with one of its levels, or with none, and tells its SKU.
fn add_variant_stock(
    mut row: Columns<'_>,
    found: &mut HashMap<Sku, VariantStock>,
) -> Result<Sku, Fault> {
    let sku = Sku::trusted(&row.take::<String>()?);
    let (id, tracked, low_at) = (row.id()?, row.take()?, row.take()?);
    let variant = found.entry(sku.clone()).or_insert_with(|| VariantStock {
        id,
        tracked,
        low_at,
        levels: Vec::new(),
        expired: HashMap::new(),
    });
    let Some(location) = row.take::<Option<uuid::Uuid>>()? else {
        return Ok(sku);
    };
    let location = LocationId::from(location);
    let expired: i64 = row.take()?;
    if expired > 0 {
        variant.expired.insert(location, expired);
    }
    variant.levels.push(Level {
        key: LevelKey {
            variant: id,
            location,
        },
        sku: sku.clone(),
        tracked,
        low_at,
        units: units(&mut row)?,
        version: row.take()?,
    });
    Ok(sku)
}

impl Level {
    /// One that is not there yet.
    pub(crate) fn new(key: LevelKey, sku: &Sku, tracked: bool, low_at: Option<i64>) -> Self {
        Self {
            key,
            sku: sku.clone(),
            tracked,
            low_at,
            units: Units::default(),
            version: 0,
        }
    }

    /// This level with a change.
    pub(crate) fn moved(&self, change: LevelChange) -> Result<Moved, LevelRefusal> {
        Ok(Moved {
            before: self.clone(),
            after: self.units.changed(change)?,
        })
    }
}

impl Moved {
    pub(crate) fn version(&self) -> i64 {
        self.before.version + 1
    }
}

impl Sql {
    /// Writes ` IN (…)` after `(variant_id, location_id)`.
    pub(super) fn in_levels(&mut self, keys: &[LevelKey]) -> &mut Self {
        if self.is_postgres() {
            let (variants, locations): (Vec<_>, Vec<_>) =
                keys.iter().map(|key| (key.variant, key.location)).unzip();
            return self
                .push(" IN (SELECT * FROM unnest(CAST(")
                .bind_array(&variants)
                .push(" AS uuid[]), CAST(")
                .bind_array(&locations)
                .push(" AS uuid[])))");
        }
        self.push(" IN (VALUES ");
        let padding = keys.len().next_power_of_two() - keys.len();
        let last = keys.last().into_iter().cycle().take(padding);
        for (place, key) in keys.iter().chain(last).enumerate() {
            self.push(if place == 0 { "(" } else { ", (" })
                .bind(key.variant.uuid())
                .push(", ")
                .bind(key.location.uuid())
                .push(")");
        }
        self.push(")")
    }
}

impl Transaction {
    /// Those of these levels that there are, in order. Nobody else changes them before this transaction ends.
    pub(crate) async fn locked_levels(
        &self,
        keys: &BTreeSet<LevelKey>,
    ) -> Result<BTreeMap<LevelKey, Level>, Fault> {
        let keys: Vec<LevelKey> = keys.iter().copied().collect();
        let mut found = BTreeMap::new();
        for keys in keys.chunks(KEYS / 2) {
            let mut sql = self.sql();
            sql.push("SELECT s.variant_id, s.location_id, v.sku, v.track_inventory, v.low_stock_threshold, ")
                .push(COLUMNS)
                .push(" FROM stock s JOIN variant v ON v.id = s.variant_id WHERE (s.variant_id, s.location_id)")
                .in_levels(keys)
                .push(" ORDER BY s.variant_id, s.location_id");
            if sql.is_postgres() {
                sql.push(" FOR UPDATE OF s");
            }
            for row in &self.all(sql, DOING).await? {
                let mut row = Columns::of(row, DOING);
                let key = LevelKey {
                    variant: row.id()?,
                    location: row.id()?,
                };
                let level = Level {
                    key,
                    sku: Sku::trusted(&row.take::<String>()?),
                    tracked: row.take()?,
                    low_at: row.take()?,
                    units: units(&mut row)?,
                    version: row.take()?,
                };
                found.insert(key, level);
            }
        }
        Ok(found)
    }

    /// The variants with these SKUs and all their levels, as they are committed, in one statement.
    pub(crate) async fn stock_of(&self, skus: &[Sku]) -> Result<HashMap<Sku, VariantStock>, Fault> {
        let mut found: HashMap<Sku, VariantStock> = HashMap::with_capacity(skus.len());
        for skus in skus.chunks(KEYS) {
            let mut sql = self.sql();
            sql.push("SELECT ");
            write_variant_stock(&mut sql);
            sql.push(" FROM variant v LEFT JOIN stock s ON s.variant_id = v.id WHERE v.sku")
                .in_list(skus);
            for row in &self.all(sql, DOING).await? {
                add_variant_stock(Columns::of(row, DOING), &mut found)?;
            }
        }
        Ok(found)
    }

    /// The same, where nobody else changes the levels before this transaction ends. It waits for nobody: what another holds
    /// is crowded.
    pub(crate) async fn held_stock_of(&self, skus: &[Sku]) -> Result<HeldStock, Fault> {
        let mut held = HeldStock::default();
        for skus in skus.chunks(KEYS) {
            let mut sql = self.sql();
            let mut levels = "stock s";
            if sql.is_postgres() && !seeded::has(Bug::CheckBeforeWrite) {
                sql.push("WITH s AS MATERIALIZED (SELECT * FROM stock WHERE variant_id IN (SELECT id FROM variant WHERE sku")
                    .in_list(skus)
                    .push(") ORDER BY variant_id, location_id FOR UPDATE SKIP LOCKED) ");
                levels = "s";
            }
            sql.push("SELECT ")
                .now()
                .push(", (SELECT COUNT(*) FROM stock c WHERE c.variant_id = v.id), ");
            write_variant_stock(&mut sql);
            sql.push(" FROM variant v LEFT JOIN ")
                .push(levels)
                .push(" ON s.variant_id = v.id WHERE v.sku")
                .in_list(skus);
            let mut counts: HashMap<Sku, i64> = HashMap::new();
            for row in &self.all(sql, DOING).await? {
                let mut row = Columns::of(row, DOING);
                held.now = Some(row.moment()?);
                let count = row.take()?;
                let sku = add_variant_stock(row, &mut held.stock)?;
                counts.insert(sku, count);
            }
            held.crowded
                .extend(counts.into_iter().filter_map(|(sku, count)| {
                    let levels = held.stock.get(&sku)?.levels.len();
                    (i64::try_from(levels) != Ok(count)).then_some(sku)
                }));
        }
        Ok(held)
    }

    /// Writes levels that are locked, or new, with their ledger rows and events.
    pub(crate) async fn write_levels(
        &mut self,
        moved: &[Moved],
        why: &Why<'_>,
    ) -> Result<(), Fault> {
        let now = to_micros(self.now());
        let row = |moved: &Moved| {
            let (key, after) = (moved.before.key, &moved.after);
            let coming = after.incoming.map_or(0, |incoming| incoming.quantity);
            vec![
                Cell::Id(key.variant.uuid()),
                Cell::Id(key.location.uuid()),
                Cell::BigInt(after.on_hand),
                Cell::BigInt(after.reserved),
                Cell::BigInt(after.backordered),
                Cell::BigInt(after.safety_stock),
                Cell::BigInt(after.backorder_limit),
                Cell::BigInt(coming),
                Cell::text_or_null(expected_on(after.incoming).as_deref()),
                Cell::BigInt(moved.version()),
                Cell::BigInt(now),
            ]
        };
        let (new, there): (Vec<&Moved>, Vec<&Moved>) =
            moved.iter().partition(|moved| moved.before.version == 0);
        UNITS
            .update(&self.database, there.into_iter().map(row).collect())
            .await
            .map_err(fault(DOING))?;
        UNITS
            .insert(&self.database, new.into_iter().map(row).collect())
            .await
            .map_err(contended(DOING))?;
        self.note_moved(moved, why).await
    }

    /// An empty statement for this transaction.
    pub(crate) fn sql(&self) -> Sql {
        Sql::new(self.database.get_database_backend())
    }

    /// All rows of a statement of this transaction.
    pub(crate) async fn all(
        &self,
        sql: Sql,
        doing: &'static str,
    ) -> Result<Vec<QueryResult>, Fault> {
        self.database
            .query_all_raw(sql.statement())
            .await
            .map_err(contended(doing))
    }

    /// Runs a statement, and tells how many rows it changed.
    pub(crate) async fn execute(&self, sql: Sql, doing: &'static str) -> Result<u64, Fault> {
        let done = self.database.execute_raw(sql.statement()).await;
        done.map(|done| done.rows_affected())
            .map_err(contended(doing))
    }
}
