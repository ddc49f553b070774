//! A query whose scores are multiplied where a document meets a condition.

use std::{fmt, sync::Arc};

use tantivy::{
    DocId, DocSet, Score, SegmentReader,
    query::{EnableScoring, Explanation, Query, Scorer, Weight},
};

use super::{
    columns::Columns,
    matching::Condition,
    opened::{self, Segments},
};
use crate::plan::Match;

/// A query whose scores are multiplied.
#[derive(Clone)]
pub(super) struct BoostedQuery {
    inner: Arc<dyn Query>,
    columns: Arc<Segments>,
    boosts: Arc<[(Match, f32)]>,
    at: i64,
}

impl BoostedQuery {
    pub(super) fn new(
        inner: Box<dyn Query>,
        columns: Arc<Segments>,
        boosts: Vec<(Match, f32)>,
        at: i64,
    ) -> Self {
        Self {
            inner: inner.into(),
            columns,
            boosts: boosts.into(),
            at,
        }
    }
}

impl fmt::Debug for BoostedQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BoostedQuery")
            .field("inner", &self.inner)
            .field("boosts", &self.boosts)
            .finish_non_exhaustive()
    }
}

impl Query for BoostedQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let inner = self.inner.weight(scoring)?;
        if !scoring.is_scoring_enabled() {
            return Ok(inner);
        }
        Ok(Box::new(BoostedWeight {
            inner,
            columns: Arc::clone(&self.columns),
            boosts: Arc::clone(&self.boosts),
            at: self.at,
        }))
    }
}

struct BoostedWeight {
    inner: Box<dyn Weight>,
    columns: Arc<Segments>,
    boosts: Arc<[(Match, f32)]>,
    at: i64,
}

impl Weight for BoostedWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let columns = opened::of(&self.columns, segment)?;
        let boosts = self
            .boosts
            .iter()
            .map(|(plan, factor)| Ok((Condition::new(&columns, plan, self.at)?, *factor)))
            .collect::<tantivy::Result<Vec<_>>>()?;
        Ok(Box::new(BoostedScorer {
            inner: self.inner.scorer(segment, boost)?,
            columns,
            boosts,
        }))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let inner = self.inner.explain(segment, doc)?;
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() < doc {
            scorer.seek(doc);
        }
        let mut explanation =
            Explanation::new("the score, multiplied by boosts and buries", scorer.score());
        explanation.add_detail(inner);
        Ok(explanation)
    }
}

struct BoostedScorer {
    inner: Box<dyn Scorer>,
    columns: Arc<Columns>,
    boosts: Vec<(Condition, f32)>,
}

impl DocSet for BoostedScorer {
    fn advance(&mut self) -> DocId {
        self.inner.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.inner.seek(target)
    }

    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }
}

impl Scorer for BoostedScorer {
    fn score(&mut self) -> Score {
        let doc = self.inner.doc();
        let row = self.columns.rows.of(doc);
        let mut score = self.inner.score();
        for (condition, factor) in &self.boosts {
            let met = (0..row.variants.count())
                .any(|variant| condition.is_met(&self.columns, doc, row, variant));
            if met {
                score *= factor;
            }
        }
        score
    }
}
