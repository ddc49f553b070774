//! Planned words as queries of Elasticsearch.

use serde_json::{Map, Value, json};

use super::{
    conditions,
    mapping::{PRODUCT, id_text},
};
use crate::plan::{TextField, Words};

/// The query of planned words at this moment, in microseconds.
pub(super) fn query(words: &Words, at: i64) -> Value {
    let one = |words: &Words| query(words, at);
    let each = |several: &[Words]| -> Vec<Value> { several.iter().map(one).collect() };
    match words {
        Words::Everything => constant(&json!({ "term": { "kind": PRODUCT } }), 1.0),
        Words::Nothing => json!({ "match_none": {} }),
        Words::Term { field, term, boost } => {
            json!({ "term": on(*field, json!({ "value": term, "boost": boost })) })
        }
        Words::Beginning {
            field,
            beginning,
            score,
        } => constant(
            &json!({ "prefix": on(*field, json!({ "value": beginning })) }),
            *score,
        ),
        Words::Phrase {
            field,
            terms,
            boost,
        } => {
            let phrase = json!({ "query": terms.join(" "), "boost": boost });
            json!({ "match_phrase": on(*field, phrase) })
        }
        Words::All(all) => json!({ "bool": { "must": each(all) } }),
        Words::Any(any) => at_least(1, each(any)),
        Words::Best(of, _) if of.is_empty() => json!({ "match_none": {} }),
        Words::Best(of, share) => {
            json!({ "dis_max": { "queries": each(of), "tie_breaker": share } })
        }
        Words::AtLeast(least, of) => at_least(*least, each(of)),
        Words::Preferring(first, others) => {
            json!({ "bool": { "must": [one(first)], "should": each(others) } })
        }
        Words::Product(id, score) => constant(
            &json!({ "bool": { "filter": [
                { "term": { "id": id_text(*id) } }, { "term": { "kind": PRODUCT } },
            ] } }),
            *score,
        ),
        Words::Boosted(words, boosts) => {
            let functions = boosts.iter().map(|(condition, factor)| {
                let filter = conditions::product(condition, at)
                    .unwrap_or_else(|| json!({ "match_all": {} }));
                json!({ "filter": filter, "weight": factor })
            });
            json!({ "function_score": {
                "query": one(words),
                "functions": functions.collect::<Vec<_>>(),
                "score_mode": "multiply",
                "boost_mode": "multiply",
            } })
        }
        Words::Without(words, ids) => {
            let ids: Vec<String> = ids.iter().map(|id| id_text(*id)).collect();
            json!({ "bool": { "must": [one(words)], "must_not": [{ "terms": { "id": ids } }] } })
        }
    }
}

fn at_least(least: usize, of: Vec<Value>) -> Value {
    if of.is_empty() {
        return json!({ "match_none": {} });
    }
    json!({ "bool": { "should": of, "minimum_should_match": least } })
}

fn constant(filter: &Value, score: f32) -> Value {
    json!({ "constant_score": { "filter": filter, "boost": score } })
}

fn on(field: TextField, value: Value) -> Map<String, Value> {
    let mut on = Map::new();
    on.insert(format!("text.{}", field.as_str()), value);
    on
}
