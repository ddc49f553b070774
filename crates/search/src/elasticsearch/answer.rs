//! Running a plan.

use domain::outcome::{Fault, FaultKind};
use elasticsearch::http::Method;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    Elasticsearch, conditions,
    counts::{self, Part},
    order, words,
};
use crate::{
    plan::{Count, Counted, Key, Match, Outcome, Plan, Row},
    query::SortValue,
};

const DOING: &str = "searching";

/// The most parts that values are counted in.
const PARTS_MAX: usize = 1 << 12;

impl Elasticsearch {
    /// Runs a plan on the live index.
    pub(super) async fn run_plan(&self, plan: &Plan) -> Result<Outcome, Fault> {
        // Before the search, so that the answer reflects this or a later state.
        let state = self.recent_state().await?;
        let answer = self.search(&body(plan)).await?;
        let hits = answer["hits"]["hits"].as_array();
        let mut rows = hits
            .into_iter()
            .flatten()
            .map(|hit| row(plan, hit))
            .collect::<Result<Vec<_>, _>>()?;
        let more = rows.len() > plan.limit;
        rows.truncate(plan.limit);
        let total = answer["hits"]["total"]["value"].as_u64();
        let found = match answer["aggregations"]["found"]["doc_count"].as_u64() {
            Some(found) => found,
            None => total.unwrap_or(rows.len() as u64),
        };
        Ok(Outcome {
            rows,
            more,
            found,
            total: total.filter(|_| plan.total),
            counts: self.counts(plan, &answer["aggregations"]).await?,
            state,
        })
    }

    async fn search(&self, body: &Value) -> Result<Value, Fault> {
        let path = format!("/{}/_search", self.names.live);
        // One copy of a shard answers all pages, since copies may score differently.
        let query = [
            ("preference", "vitrine"),
            ("allow_partial_search_results", "false"),
        ];
        self.ask(DOING, Method::Post, &path, &query, Some(body))
            .await
    }

    async fn counts(&self, plan: &Plan, answer: &Value) -> Result<Vec<Counted>, Fault> {
        let mut all = Vec::with_capacity(plan.counts.len());
        for (number, count) in plan.counts.iter().enumerate() {
            all.push(
                match counts::counted(count, &answer[counts::name(number)]) {
                    Some(counted) => counted,
                    None => self.count_in_parts(plan, count).await?,
                },
            );
        }
        Ok(all)
    }

    /// Counts more values than one request counts.
    async fn count_in_parts(&self, plan: &Plan, count: &Count) -> Result<Counted, Fault> {
        let mut parts = 8;
        while parts <= PARTS_MAX {
            if let Some(counted) = self.count_in(parts, plan, count).await? {
                return Ok(counted);
            }
            parts *= 4;
        }
        let too_many = "a facet has more values than can be counted";
        Err(Fault::new(FaultKind::Bug, DOING, too_many))
    }

    /// Counts in so many parts. None: a part still has more values than one request counts.
    async fn count_in(
        &self,
        parts: usize,
        plan: &Plan,
        count: &Count,
    ) -> Result<Option<Counted>, Fault> {
        let mut sum = Counted::default();
        for number in 0..parts {
            let mut body = body_without_counts(plan);
            body["size"] = 0.into();
            body["track_total_hits"] = false.into();
            body["aggs"] = json!({
                "part": counts::aggregation(plan, count, Some(Part(number, parts))),
            });
            if let Some(body) = body.as_object_mut() {
                body.remove("search_after");
                body.remove("post_filter");
            }
            let answer = self.search(&body).await?;
            match counts::counted(count, &answer["aggregations"]["part"]) {
                Some(part) => sum.terms.extend(part.terms),
                None => return Ok(None),
            }
        }
        Ok(Some(sum))
    }
}

fn body(plan: &Plan) -> Value {
    let mut body = body_without_counts(plan);
    let mut aggregations = counts::aggregations(plan);
    if is_filtered(plan) {
        aggregations.insert("found".to_owned(), json!({ "filter": { "match_all": {} } }));
    }
    if !aggregations.is_empty() {
        body["aggs"] = Value::Object(aggregations);
    }
    body
}

fn body_without_counts(plan: &Plan) -> Value {
    let mut filter = conditions::visible(plan);
    filter.extend(conditions::product(&plan.scope, plan.at));
    let mut body = Map::new();
    let size = if plan.limit == 0 { 0 } else { plan.limit + 1 };
    body.insert("size".to_owned(), size.into());
    body.insert(
        "track_total_hits".to_owned(),
        (plan.total || plan.limit == 0).into(),
    );
    body.insert("_source".to_owned(), false.into());
    body.insert(
        "query".to_owned(),
        json!({ "bool": { "must": [words::query(&plan.words, plan.at)], "filter": filter } }),
    );
    if is_filtered(plan) {
        let both = Match::All(vec![plan.scope.clone(), plan.filter.clone()]).simple();
        if let Some(filter) = conditions::product(&both, plan.at) {
            body.insert("post_filter".to_owned(), filter);
        }
    }
    body.insert("sort".to_owned(), order::sort(plan).into());
    if let Some(after) = order::search_after(plan) {
        body.insert("search_after".to_owned(), after.into());
    }
    if plan.explain {
        body.insert("explain".to_owned(), true.into());
        body.insert("track_scores".to_owned(), true.into());
    }
    Value::Object(body)
}

fn is_filtered(plan: &Plan) -> bool {
    plan.filter != Match::All(Vec::new())
}

fn row(plan: &Plan, hit: &Value) -> Result<Row, Fault> {
    let id = hit["_id"].as_str().and_then(|id| Uuid::try_parse(id).ok());
    let sort = hit["sort"].as_array().map_or(&[][..], Vec::as_slice);
    let Some(id) = id else {
        let strange = "the search engine gave a hit that is no product";
        return Err(Fault::new(FaultKind::Corrupt, DOING, strange));
    };
    let values = order::values(plan, sort);
    let score = values.iter().zip(&plan.order).find_map(|(value, key)| {
        if let (SortValue::Score(score), Key::Score) = (value, key) {
            Some(*score)
        } else {
            None
        }
    });
    Ok(Row {
        id: id.into(),
        values,
        score,
        explanation: plan
            .explain
            .then(|| hit["_explanation"].clone())
            .filter(|explanation| !explanation.is_null()),
    })
}
