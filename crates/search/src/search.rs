//! Searching: reading the words, asking the engine, and answering.

use domain::{id::ProductId, outcome::Fault};

use crate::{
    document::ProductTexts,
    hits::{Hit, SearchAnswer, Stage},
    index::ProductIndex,
    plan::{Outcome, Words},
    planner::{self, Correction, Reading},
    query::{Cursor, SearchContext, SearchRequest, SoldOut, order_name},
};

/// Runs a search.
pub(crate) async fn search(
    engine: &dyn ProductIndex,
    request: &SearchRequest,
) -> Result<SearchAnswer, Fault> {
    let reading = Reading::of(request);
    if !reading.has_words() {
        let plan = planner::plan(request, Words::Everything, false);
        let outcome = engine.run(&plan).await?;
        return Ok(answer(request, &reading, Stage::Exact, None, outcome));
    }
    let (stage, correction, outcome) = planner::first_that_finds(engine, request, &reading).await?;
    Ok(answer(request, &reading, stage, correction, outcome))
}

/// Products like one with these texts that the context can see, the most alike first.
pub(crate) async fn similar(
    engine: &dyn ProductIndex,
    context: SearchContext,
    id: ProductId,
    texts: &ProductTexts,
    limit: usize,
) -> Result<Vec<ProductId>, Fault> {
    let words = planner::similar(id, texts, &context.locale);
    let mut request = SearchRequest::new(context);
    request.first = limit;
    request.count = false;
    request.sold_out = SoldOut::Last;
    let outcome = engine.run(&planner::plan(&request, words, true)).await?;
    Ok(outcome.rows.into_iter().map(|row| row.id).collect())
}

fn answer(
    request: &SearchRequest,
    reading: &Reading,
    stage: Stage,
    correction: Option<Correction>,
    outcome: Outcome,
) -> SearchAnswer {
    let order = order_name(&request.sort, request.sold_out);
    let hits = outcome.rows.into_iter().map(|row| Hit {
        id: row.id,
        cursor: Cursor {
            order: order.clone(),
            stage,
            generation: outcome.state.generation,
            values: row.values,
            id: row.id,
        },
        score: row.score,
        explanation: row.explanation,
    });
    let beginnings = stage == Stage::Loose;
    SearchAnswer {
        hits: hits.collect(),
        has_next: outcome.more,
        total: outcome.total,
        facets: planner::facets(request, outcome.counts),
        stage,
        did_you_mean: correction.as_ref().map(|found| reading.spelled(found)),
        highlighter: reading
            .has_words()
            .then(|| reading.highlighter(correction.as_ref(), beginnings)),
        state: outcome.state,
    }
}
