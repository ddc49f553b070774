//! Changes of levels by people: adjustments, counts, transfers.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    id::{LocationId, VariantId},
    inventory::{LedgerCause, LevelChange, StockLevel, Units},
    outcome::Fault,
    text::{Code, Sku},
};
use serde_json::{Map, json};

use super::{
    Level, LevelKey, Moved, StockFailure, StockProblem, StockReason, Why,
    signal::{StockAudit, differences},
};
use crate::write::Transaction;

/// A change of one level.
#[derive(Clone, Debug)]
pub struct LevelEdit {
    /// The place of the line that it comes of.
    pub line: usize,
    /// The field of the line that a refusal is about.
    pub field: &'static str,
    /// The field of the line that names the location.
    pub location_field: &'static str,
    /// The variant.
    pub sku: Sku,
    /// The location's code.
    pub location: Code,
    /// What is done. A level that isn't there is made, except by [`LevelChange::Send`].
    pub change: LevelChange,
    /// The units that the caller thinks are there. None: they don't say.
    pub expected: Option<i64>,
}

/// Changes that are made together, or none of them.
#[derive(Clone, Debug)]
pub struct StockEdit {
    /// What they are.
    pub cause: LedgerCause,
    /// Why, in the caller's words.
    pub reason: Option<String>,
    /// What the caller calls them.
    pub reference: Option<String>,
    /// In order; several may be of one level.
    pub levels: Vec<LevelEdit>,
}

/// A level after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedLevel {
    /// The variant.
    pub variant: VariantId,
    /// Its key.
    pub sku: Sku,
    /// Where.
    pub location: LocationId,
    /// The level as it is now.
    pub level: StockLevel,
}

impl Transaction {
    /// Changes levels, all or none; equal is untouched. Tells each level that was named, in order and once.
    ///
    /// # Errors
    /// Refused, all problems at once; or a fault, contended where trying again in another transaction helps.
    pub async fn edit_stock(
        &mut self,
        edit: &StockEdit,
    ) -> Result<Vec<ChangedLevel>, StockFailure> {
        let skus: BTreeSet<&Sku> = edit.levels.iter().map(|level| &level.sku).collect();
        let skus: Vec<Sku> = skus.into_iter().cloned().collect();
        let variants = self.stock_of(&skus).await?;
        let mut problems = Vec::new();
        let mut keys = Vec::with_capacity(edit.levels.len());
        for one in &edit.levels {
            let variant = variants.get(&one.sku);
            let location = self.reference.locations.by_code(&one.location);
            if variant.is_none() {
                let message = format!("There is no SKU \"{}\".", one.sku);
                problems.push(StockProblem::of_line(
                    one.line,
                    "sku",
                    StockReason::NotFound,
                    message,
                ));
            }
            if location.is_none() {
                let message = format!("There is no location \"{}\".", one.location);
                let reason = StockReason::NotFound;
                problems.push(StockProblem::of_line(
                    one.line,
                    one.location_field,
                    reason,
                    message,
                ));
            }
            if let (Some(variant), Some(location)) = (variant, location) {
                let key = LevelKey {
                    variant: variant.id,
                    location: location.id,
                };
                keys.push((key, variant, one));
            }
        }
        if !problems.is_empty() {
            return Err(StockFailure::Refused(dedup(problems)));
        }
        let all = keys.iter().map(|(key, ..)| *key).collect();
        let before = self.locked_levels(&all).await?;
        let mut now: BTreeMap<LevelKey, Level> = BTreeMap::new();
        for (key, variant, one) in &keys {
            let level = now.entry(*key).or_insert_with(|| {
                let there = before.get(key).cloned();
                there.unwrap_or_else(|| Level::new(*key, &one.sku, variant.tracked, variant.low_at))
            });
            match changed(&level.units, one) {
                Ok(after) => level.units = after,
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            return Err(StockFailure::Refused(problems));
        }
        let moved = now.values().filter_map(|after| {
            let before = before.get(&after.key).cloned();
            let before = before.unwrap_or_else(|| Level {
                units: Units::default(),
                ..after.clone()
            });
            (before.version == 0 || before.units != after.units).then_some(Moved {
                before,
                after: after.units,
            })
        });
        let moved: Vec<Moved> = moved.collect();
        let why = Why {
            cause: edit.cause,
            reason: edit.reason.as_deref(),
            reference: edit.reference.as_deref(),
            reservation: None,
        };
        self.write_levels(&moved, &why).await?;
        self.audit_moved(&moved).await?;
        let versions: BTreeMap<LevelKey, i64> = moved
            .iter()
            .map(|moved| (moved.before.key, moved.version()))
            .collect();
        let mut told = BTreeSet::new();
        let named = keys.iter().filter(|(key, ..)| told.insert(*key));
        let changed = named.filter_map(|(key, _, one)| {
            let level = now.get(key)?;
            let version = versions.get(key).copied().unwrap_or(level.version);
            Some(ChangedLevel {
                variant: key.variant,
                sku: one.sku.clone(),
                location: key.location,
                level: as_level(&one.location, &level.units, version),
            })
        });
        Ok(changed.collect())
    }

    async fn audit_moved(&self, moved: &[Moved]) -> Result<(), Fault> {
        let rows = moved.iter().map(|moved| {
            let location = self.reference.locations.by_id(moved.before.key.location);
            let code = location.map_or("", |entry| entry.value.code.as_str());
            let changes: Map<_, _> = differences(&moved.before.units, &moved.after)
                .into_iter()
                .map(|(name, before, after)| (name.to_owned(), json!([before, after])))
                .collect();
            StockAudit {
                kind: "stock",
                id: moved.before.key.variant.uuid(),
                key: moved.before.sku.to_string(),
                action: if moved.before.version == 0 {
                    "CREATED"
                } else {
                    "UPDATED"
                },
                changes: Some(json!({ code: changes })),
            }
        });
        self.audit_stock(rows.collect()).await
    }
}

/// The units after a change, if the level is what the caller expects.
fn changed(units: &Units, edit: &LevelEdit) -> Result<Units, StockProblem> {
    if let Some(expected) = edit.expected.filter(|expected| *expected != units.on_hand) {
        let message = format!(
            "onHand was expected to be {expected}, and it is {}. Look at the level as it is now, and decide again.",
            units.on_hand
        );
        return Err(StockProblem {
            available: Some(units.on_hand),
            ..StockProblem::of_line(edit.line, "expected", StockReason::Conflict, message)
        });
    }
    units
        .changed(edit.change)
        .map_err(|refusal| StockProblem::of_refusal(edit.line, edit.field, refusal))
}

fn as_level(location: &Code, units: &Units, version: i64) -> StockLevel {
    StockLevel {
        location: location.clone(),
        on_hand: units.on_hand,
        reserved: units.reserved,
        backordered: units.backordered,
        safety_stock: units.safety_stock,
        backorder_limit: units.backorder_limit,
        incoming: units.incoming,
        version,
    }
}

/// A transfer names its SKU at both ends: one problem is enough.
fn dedup(mut problems: Vec<StockProblem>) -> Vec<StockProblem> {
    problems.dedup();
    problems
}
