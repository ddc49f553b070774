//! The second pass: kind by kind, each record meets what is stored, in one transaction.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use domain::{
    outcome::Failure,
    problem::{FieldPath, Problem, Reason, Step},
    text::Code,
};
use persistence::Transaction;

use super::{
    ImportError, Options, Progress, Stage, batches,
    check::Checked,
    products, small, stock_and_prices,
    tally::{Ending, Tally},
    tree::Tree,
};
use crate::{
    keys::{Class, Place, Repeat},
    merge::Known,
    record::{Kind, Record},
};

/// A record and where it stands.
pub(super) struct Item<T> {
    pub(super) place: Place,
    pub(super) key: String,
    pub(super) patch: T,
}

/// The state of the second pass.
pub(super) struct Applying<'a> {
    pub(super) transaction: Transaction,
    pub(super) tally: &'a mut Tally,
    /// The category tree, as it is with what was applied so far.
    pub(super) tree: Tree,
    /// The codes of each ENUM attribute's values.
    pub(super) enum_values: HashMap<Code, HashSet<Code>>,
    repeats: Arc<HashMap<Place, Repeat>>,
    /// There was no product before this command, so that a product record meets nothing that is stored.
    pub(super) first_load: bool,
    /// The store refused a batch half way, so that nothing of this command can stay.
    pub(super) undone: bool,
}

/// From how many products on the first load of a store is made in bulk.
const BULK: u64 = 5_000;

/// Applies all spools, or undoes everything where a line was refused or nothing shall be written. What was applied is to be
/// committed. None: it was undone.
pub(super) async fn apply(
    transaction: Transaction,
    checked: Checked,
    tally: &mut Tally,
    options: Options,
    progress: &impl Progress,
) -> Result<Option<Transaction>, ImportError> {
    progress.begin(
        Stage::Applying,
        Some(checked.spools.iter().map(crate::spool::Spool::count).sum()),
    );
    let mut applying = Applying::new(transaction, tally, checked.repeats);
    for (kind, spool) in Kind::ALL.into_iter().zip(checked.spools) {
        if kind == Kind::Product && spool.count() > 0 {
            applying.first_load = !applying.transaction.has_products().await?;
            if spool.count() >= BULK {
                applying.transaction.load_in_bulk().await?;
            }
        }
        if kind == Kind::Category {
            applying.tree = Tree::load(&mut applying.transaction).await?;
        }
        let mut batches = batches::read(spool, kind);
        while let Some(batch) = batches.next().await? {
            if applying.undone {
                break;
            }
            let records = batch.records.len() as u64;
            applying.tally.came_from(batch.origins);
            let batch = applying.without_what_is_there(kind, batch.records);
            let batch = applying.without_repeats(batch);
            applying.apply_batch(kind, batch).await?;
            progress.advance(records);
        }
        if kind == Kind::Attribute {
            applying.learn_enum_values();
        }
    }
    let Applying {
        transaction,
        tally,
        undone,
        ..
    } = applying;
    if undone || options.dry_run || !(tally.is_clean() || options.skip_invalid) {
        transaction.rollback().await?;
        return Ok(None);
    }
    Ok(Some(transaction))
}

impl<'a> Applying<'a> {
    pub(super) fn new(
        transaction: Transaction,
        tally: &'a mut Tally,
        repeats: Arc<HashMap<Place, Repeat>>,
    ) -> Self {
        Self {
            transaction,
            tally,
            tree: Tree::default(),
            enum_values: HashMap::new(),
            repeats,
            first_load: false,
            undone: false,
        }
    }

    pub(super) async fn apply_batch(
        &mut self,
        kind: Kind,
        batch: Vec<(Place, Record)>,
    ) -> Result<(), ImportError> {
        match kind {
            Kind::Location
            | Kind::CustomerGroup
            | Kind::Channel
            | Kind::PriceList
            | Kind::Attribute
            | Kind::Category => small::apply(self, kind, batch).await,
            Kind::Product => products::apply(self, batch).await,
            Kind::Price | Kind::Stock => stock_and_prices::apply(self, kind, batch).await,
        }
    }

    /// Counts the records of a saved batch, or notes what the store refused (something depends on what would go, or
    /// another writer was faster) with the records that it is about: those of `places` at the index with which the
    /// problem's path begins. Gives the indexes of those.
    pub(super) fn settle(
        &mut self,
        kind: Kind,
        saved: Result<(), Failure>,
        places: &[Vec<(Place, String, Ending)>],
    ) -> Result<BTreeSet<usize>, ImportError> {
        let problems = match saved {
            Ok(()) => {
                for (place, _, ending) in places.iter().flatten() {
                    self.tally.ended(*place, kind, *ending);
                }
                return Ok(BTreeSet::new());
            }
            Err(Failure::Fault(fault)) => return Err(fault.into()),
            Err(Failure::Rejected(problems)) => problems,
        };
        let mut refused: BTreeMap<usize, Vec<Problem>> = BTreeMap::new();
        for mut problem in problems {
            let index = match problem.field.0.first() {
                Some(Step::Index(index)) => *index,
                _ => 0,
            };
            if matches!(problem.field.0.first(), Some(Step::Index(_))) {
                problem.field.0.remove(0);
            }
            refused.entry(index).or_default().push(problem);
        }
        let indexes = refused.keys().copied().collect();
        for (index, problems) in refused {
            for (place, key, _) in places.get(index).into_iter().flatten() {
                self.tally
                    .refuse(*place, Some(kind), Some(key), problems.clone());
            }
        }
        Ok(indexes)
    }

    /// What records may name now.
    pub(super) fn known(&self) -> Known<'_> {
        Known {
            reference: self.transaction.reference(),
            categories: self.tree.codes(),
            enum_values: &self.enum_values,
            refused: self.tally.refused(),
        }
    }

    /// Leaves out what is to be made only where it does not exist, if it does, or if another record makes it.
    fn without_what_is_there(
        &self,
        kind: Kind,
        batch: Vec<(Place, Record)>,
    ) -> Vec<(Place, Record)> {
        if kind >= Kind::Product || !batch.iter().any(|(place, _)| self.tally.is_implied(*place)) {
            return batch;
        }
        let mut given: HashSet<String> = batch
            .iter()
            .filter(|(place, _)| !self.tally.is_implied(*place))
            .map(|(_, record)| record.key())
            .collect();
        let known = self.known();
        batch
            .into_iter()
            .filter(|(place, record)| {
                let key = record.key();
                !self.tally.is_implied(*place)
                    || (!known.has(kind, &Code::trusted(&key)) && given.insert(key))
            })
            .collect()
    }

    /// Refuses the records whose key stood in an earlier one.
    fn without_repeats(&mut self, batch: Vec<(Place, Record)>) -> Vec<(Place, Record)> {
        let mut kept = Vec::with_capacity(batch.len());
        for (place, record) in batch {
            match self.repeats.get(&place).copied() {
                None => kept.push((place, record)),
                Some(repeat) => {
                    let problem = self.repeated(&record, repeat);
                    self.tally.refuse(
                        place,
                        Some(record.kind()),
                        Some(&record.key()),
                        vec![problem],
                    );
                }
            }
        }
        kept
    }

    fn repeated(&self, record: &Record, repeat: Repeat) -> Problem {
        let first = format!("{}:{}", self.tally.input(repeat.first), repeat.first.line);
        let (field, message) = match repeat.class {
            Class::Record => (
                FieldPath::default(),
                format!(
                    "The {} \"{}\" stands in {first} already.",
                    record.kind().as_str(),
                    record.key()
                ),
            ),
            Class::Sku => (
                FieldPath::of("variants"),
                format!("One of its SKUs is that of a variant in {first} already."),
            ),
            Class::Slug => (
                FieldPath::of("slug"),
                format!("The slug, or that of a translation, is taken by {first}."),
            ),
        };
        Problem::new(field, Reason::Duplicate, message)
    }

    pub(super) fn learn_enum_values(&mut self) {
        let attributes = self.transaction.reference().attributes.iter();
        self.enum_values = attributes
            .filter(|entry| !entry.value.values.is_empty())
            .map(|entry| {
                (
                    entry.value.code.clone(),
                    entry
                        .value
                        .values
                        .iter()
                        .map(|value| value.code.clone())
                        .collect(),
                )
            })
            .collect();
    }
}
