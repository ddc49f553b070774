//! Running a plan on what is live.

use std::{cmp::Reverse, sync::Arc};

use domain::outcome::Fault;
use tantivy::{
    Executor, Searcher, SegmentOrdinal, SegmentReader, TantivyError,
    collector::Collector as _,
    query::{EnableScoring, Query},
};

use super::{
    collect::{Collected, Found, Gathered, PlanCollector},
    fault::doing,
    generation::Generation,
    kept::{Kept, Question},
    opened::{self, Segments},
    words,
};
use crate::{
    plan::{Key, Outcome, Plan, Row},
    query::compare,
};

/// The threads that walk through the segments of one search side by side.
#[derive(Clone)]
pub(super) struct Threads {
    executor: Executor,
    /// From so many products on: fewer are walked through before other threads have woken up.
    from: u64,
}

impl Threads {
    /// As many threads as there are cores, for an index of so many products or more.
    pub(super) fn new(cores: usize, from: u64) -> Result<Self, TantivyError> {
        let executor = if cores > 1 {
            Executor::multi_thread(cores, "search-")?
        } else {
            Executor::single_thread()
        };
        Ok(Self { executor, from })
    }

    fn walk(
        &self,
        searcher: &Searcher,
        query: &dyn Query,
        collector: &PlanCollector,
    ) -> Result<Collected, TantivyError> {
        let scoring = if collector.requires_scoring() {
            EnableScoring::enabled_from_searcher(searcher)
        } else {
            EnableScoring::disabled_from_searcher(searcher)
        };
        let alone = Executor::single_thread();
        let executor = if searcher.num_docs() < self.from {
            &alone
        } else {
            &self.executor
        };
        let weight = query.weight(scoring)?;
        let parts = executor.map(
            |(number, segment)| collector.collect_segment(weight.as_ref(), number, segment),
            shared_out(searcher).into_iter(),
        )?;
        collector.merge_fruits(parts)?
    }
}

/// The segments in the order in which threads share them out best. The thread that gives them to the others begins with the
/// last of them, the others with the first: so there is the second largest, here the largest, and the least come in the end.
fn shared_out(searcher: &Searcher) -> Vec<(SegmentOrdinal, &SegmentReader)> {
    let mut segments: Vec<_> = (0..).zip(searcher.segment_readers()).collect();
    segments.sort_by_key(|(_, segment)| Reverse(segment.num_docs()));
    if segments.len() > 2 {
        let second = segments.remove(1);
        segments.push(second);
    }
    segments
}

/// A search that is to be run.
pub(super) struct Search {
    pub(super) plan: Arc<Plan>,
    /// Where the answer is kept. None: it isn't.
    pub(super) keep: Option<(Question, Kept)>,
    pub(super) threads: Threads,
}

impl Search {
    pub(super) fn run(self, generation: &Generation) -> Result<Outcome, Fault> {
        // Before the search, so that the answer reflects this or a later state.
        let state = generation.known_state();
        let searcher = generation.searcher();
        let doing = doing("searching");
        let columns = generation.columns(&searcher).map_err(&doing)?;
        let query = words::query(generation.fields(), &columns, &self.plan);
        let Collected {
            rows,
            found,
            total,
            counts,
            ..
        } = self.walk(&searcher, &*query, &columns).map_err(&doing)?;
        let (rows, more) = self.page(rows);
        let row = |found| self.row(&searcher, &*query, found).map_err(&doing);
        let outcome = Outcome {
            rows: rows.into_iter().map(row).collect::<Result<_, _>>()?,
            more,
            found,
            total: self.plan.total.then_some(total),
            counts: counts.into_iter().map(Gathered::into_counted).collect(),
            state,
        };
        if let Some((question, kept)) = self.keep {
            let quiet = opened::quiet(&columns, self.plan.at);
            kept.put(question, &searcher, quiet, &outcome);
        }
        Ok(outcome)
    }

    fn walk(
        &self,
        searcher: &Searcher,
        query: &dyn Query,
        columns: &Arc<Segments>,
    ) -> Result<Collected, TantivyError> {
        let collector = PlanCollector(Arc::clone(&self.plan), Arc::clone(columns));
        self.threads.walk(searcher, query, &collector)
    }

    /// The best of all segments, in order, and whether there are more.
    fn page(&self, mut rows: Vec<Found>) -> (Vec<Found>, bool) {
        let order = &self.plan.order;
        rows.sort_unstable_by(|one, other| {
            compare(order, &one.values, &other.values).then(one.id.cmp(&other.id))
        });
        let more = rows.len() > self.plan.limit;
        rows.truncate(self.plan.limit);
        (rows, more)
    }

    fn row(
        &self,
        searcher: &Searcher,
        query: &dyn Query,
        found: Found,
    ) -> Result<Row, TantivyError> {
        let explanation = if self.plan.explain {
            let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
            let segment = searcher.segment_reader(found.address.segment_ord);
            serde_json::to_value(weight.explain(segment, found.address.doc_id)?).ok()
        } else {
            None
        };
        Ok(Row {
            id: found.id,
            values: found.values,
            score: self.plan.order.contains(&Key::Score).then_some(found.score),
            explanation,
        })
    }
}

#[cfg(test)]
mod tests;
