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
    channels::Sight,
    columns::Columns,
    counting::Counting,
    matching::Condition,
    opened::{self, Segments},
    ordering::{Hit, Ordering, Place},
    passing::Passing,
};
use crate::{
    plan::{Counted, Key, Match, Plan},
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
    sight: Sight,
    scope: Passing,
    /// First the filter, then those of counts, each once.
    conditions: Vec<Passing>,
    counting: Counting,
    ordering: Ordering,
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
        let passing =
            |condition: &Match| Condition::new(&columns, condition, plan.at).map(Passing::new);
        let mut conditions = vec![passing(&plan.filter)?];
        let mut planned = vec![&plan.filter];
        let mut counted = Vec::with_capacity(plan.counts.len());
        for count in &plan.counts {
            let condition = count.within().unwrap_or(&plan.filter);
            let known = planned.iter().position(|planned| *planned == condition);
            counted.push(known.unwrap_or(planned.len()));
            if known.is_none() {
                planned.push(condition);
                conditions.push(passing(condition)?);
            }
        }
        Ok(Self {
            number,
            sight: columns.channels.sight(&plan.visible, plan.at)?,
            scope: passing(&plan.scope)?,
            conditions,
            counting: Counting::new(&columns, &plan.counts, &counted, plan.at)?,
            ordering: Ordering::new(&columns, &plan)?,
            best: BinaryHeap::new(),
            found: 0,
            total: 0,
            columns,
            plan,
        })
    }
}

impl SegmentCollector for SegmentWalk {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        let columns = &self.columns;
        let Some(sold_out) = columns.channels.seen(doc, &self.sight) else {
            return;
        };
        self.scope.look(columns, doc, None);
        if !self.scope.has_any() {
            return;
        }
        self.found += 1;
        for condition in &mut self.conditions {
            condition.look(columns, doc, Some(&self.scope));
        }
        self.counting.count(columns, doc, &self.conditions);
        if !self.conditions[0].has_any() {
            return;
        }
        self.total += 1;
        if self.plan.limit == 0 {
            return;
        }
        // One more than asked for tells that there are more.
        let is_full = self.best.len() > self.plan.limit;
        let worst = self.best.peek().filter(|_| is_full);
        let hit = Hit {
            doc,
            score,
            sold_out,
        };
        let place = self.ordering.place(columns, &hit, worst);
        if let Some(place) = place {
            if is_full {
                self.best.pop();
            }
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
