//! One walk over what the words find: visibility, filter, facets and order at once.

use std::{
    collections::{BinaryHeap, HashMap},
    sync::Arc,
};

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
};

use super::{
    columns::{Columns, Variants},
    counting::Counting,
    matching::Condition,
    opened::{self, Segments},
    ordering::{Ordering, Place},
};
use crate::{
    plan::{Counted, Key, Plan},
    query::SortValue,
};
use domain::id::ProductId;

/// Collects what a plan asks for.
pub(super) struct PlanCollector(pub(super) Arc<Plan>, pub(super) Arc<Segments>);

/// What was collected.
#[derive(Default)]
pub(super) struct Collected {
    pub(super) rows: Vec<Found>,
    pub(super) found: u64,
    pub(super) total: u64,
    pub(super) counts: Vec<Gathered>,
    failure: Option<tantivy::TantivyError>,
}

/// What a count gathered so far.
#[derive(Default)]
pub(super) struct Gathered {
    terms: HashMap<String, u64>,
    ranges: Vec<u64>,
    prices: Option<(i64, i64)>,
}

/// A found product.
pub(super) struct Found {
    pub(super) values: Vec<SortValue>,
    pub(super) id: ProductId,
    pub(super) score: Score,
    pub(super) address: DocAddress,
}

impl Collector for PlanCollector {
    type Fruit = tantivy::Result<Collected>;
    type Child = SegmentWalk;

    fn for_segment(
        &self,
        number: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentWalk> {
        let columns = opened::of(&self.1, segment)?;
        SegmentWalk::new(Arc::clone(&self.0), number, columns)
    }

    fn requires_scoring(&self) -> bool {
        self.0.order.contains(&Key::Score)
    }

    fn merge_fruits(&self, parts: Vec<Collected>) -> tantivy::Result<Self::Fruit> {
        let mut whole = Collected::default();
        whole
            .counts
            .resize_with(self.0.counts.len(), Gathered::default);
        for part in parts {
            if let Some(failure) = part.failure {
                return Err(failure);
            }
            whole.found += part.found;
            whole.total += part.total;
            whole.rows.extend(part.rows);
            for (sum, part) in whole.counts.iter_mut().zip(part.counts) {
                sum.add(part);
            }
        }
        Ok(Ok(whole))
    }
}

impl Gathered {
    pub(super) fn new(
        terms: HashMap<String, u64>,
        ranges: Vec<u64>,
        prices: Option<(i64, i64)>,
    ) -> Self {
        Self {
            terms,
            ranges,
            prices,
        }
    }

    fn add(&mut self, part: Self) {
        for (term, count) in part.terms {
            *self.terms.entry(term).or_default() += count;
        }
        if self.ranges.len() < part.ranges.len() {
            self.ranges.resize(part.ranges.len(), 0);
        }
        for (sum, count) in self.ranges.iter_mut().zip(part.ranges) {
            *sum += count;
        }
        self.prices = match (self.prices, part.prices) {
            (Some((min, max)), Some((least, greatest))) => {
                Some((min.min(least), max.max(greatest)))
            }
            (one, other) => one.or(other),
        };
    }

    pub(super) fn into_counted(self) -> Counted {
        Counted {
            terms: self.terms.into_iter().collect(),
            ranges: self.ranges,
            prices: self.prices,
        }
    }
}

/// The walk over one segment.
pub(super) struct SegmentWalk {
    plan: Arc<Plan>,
    number: SegmentOrdinal,
    columns: Arc<Columns>,
    channel: Option<u64>,
    scope: Condition,
    filter: Condition,
    counting: Counting,
    ordering: Ordering,
    variants: Variants,
    /// Which variants of the product at hand are in the scope.
    in_scope: Vec<bool>,
    /// The best so far, the worst of them on top.
    best: BinaryHeap<Place>,
    found: u64,
    total: u64,
}

impl SegmentWalk {
    fn new(
        plan: Arc<Plan>,
        number: SegmentOrdinal,
        columns: Arc<Columns>,
    ) -> tantivy::Result<Self> {
        Ok(Self {
            number,
            channel: columns.channel(&plan.visible.channel)?,
            scope: Condition::new(&columns, &plan.scope, plan.at)?,
            filter: Condition::new(&columns, &plan.filter, plan.at)?,
            counting: Counting::new(&columns, &plan.counts, plan.at)?,
            ordering: Ordering::new(&columns, &plan)?,
            variants: Variants::default(),
            in_scope: Vec::new(),
            best: BinaryHeap::new(),
            found: 0,
            total: 0,
            columns,
            plan,
        })
    }

    /// Whether a product that can be seen is sold out in the channel; what isn't in the channel can't be had in it. None: it
    /// can't be seen.
    fn seen(&self, doc: DocId) -> Option<bool> {
        let visible = &self.plan.visible;
        if !visible.everything && self.columns.active.first(doc) != Some(1) {
            return None;
        }
        let window = self
            .channel
            .and_then(|channel| self.columns.window(doc, channel));
        match window {
            Some((window, sold_out)) => {
                (visible.everything || window.contains(&self.plan.at)).then_some(sold_out)
            }
            None => visible.everything.then_some(true),
        }
    }
}

impl SegmentCollector for SegmentWalk {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        let Some(sold_out) = self.seen(doc) else {
            return;
        };
        self.columns.read_variants(doc, &mut self.variants);
        let met = |condition: &Condition, variant: usize| {
            condition.is_met(&self.columns, doc, &self.variants, variant)
        };
        self.in_scope.clear();
        self.in_scope
            .extend((0..self.variants.count()).map(|variant| met(&self.scope, variant)));
        if !self.in_scope.contains(&true) {
            return;
        }
        self.found += 1;
        self.counting
            .count(&self.columns, doc, &self.variants, &self.in_scope);
        let is_hit = self
            .in_scope
            .iter()
            .enumerate()
            .any(|(variant, in_scope)| *in_scope && met(&self.filter, variant));
        if !is_hit {
            return;
        }
        self.total += 1;
        if self.plan.limit == 0 {
            return;
        }
        let place = self.ordering.place(&self.columns, sold_out, doc, score);
        if !self.ordering.is_after(&place) {
            return;
        }
        // One more than asked for tells that there are more.
        if self.best.len() <= self.plan.limit {
            self.best.push(place);
        } else if self.best.peek().is_some_and(|worst| place < *worst) {
            self.best.pop();
            self.best.push(place);
        }
    }

    fn harvest(self) -> Collected {
        let mut collected = Collected {
            found: self.found,
            total: self.total,
            ..Collected::default()
        };
        let rows = self.best.into_iter().map(|place| {
            Ok(Found {
                values: self.ordering.values(&self.columns, &place)?,
                id: place.id(),
                score: place.score(),
                address: DocAddress::new(self.number, place.doc()),
            })
        });
        match rows.collect::<tantivy::Result<Vec<_>>>() {
            Ok(rows) => collected.rows = rows,
            Err(failure) => collected.failure = Some(failure),
        }
        match self.counting.into_gathered(&self.columns) {
            Ok(counts) => collected.counts = counts,
            Err(failure) => collected.failure = Some(failure),
        }
        collected
    }
}
