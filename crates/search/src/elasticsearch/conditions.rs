//! Conditions on variants as queries of Elasticsearch.

use std::ops::Bound;

use domain::pricing::selection::{price_key_contexts, price_key_facts};
use serde_json::{Map, Value, json};

use crate::{
    document::PriceContext,
    plan::{Match, Plan},
};

/// Products with a variant that meets this at this moment, in microseconds. None: every product does.
pub(super) fn product(condition: &Match, at: i64) -> Option<Value> {
    if *condition == Match::All(Vec::new()) {
        return None;
    }
    Some(json!({ "nested": {
        "path": "variants", "query": variant(condition, at), "score_mode": "none",
    } }))
}

/// A variant that meets this, asked inside of the variants.
pub(super) fn variant(condition: &Match, at: i64) -> Value {
    let one = |condition: &Match| variant(condition, at);
    let each = |conditions: &[Match]| -> Vec<Value> { conditions.iter().map(one).collect() };
    match condition {
        Match::All(all) if all.is_empty() => json!({ "match_all": {} }),
        Match::All(all) => json!({ "bool": { "filter": each(all) } }),
        Match::Any(any) if any.is_empty() => json!({ "match_none": {} }),
        Match::Any(any) => json!({ "bool": { "should": each(any), "minimum_should_match": 1 } }),
        Match::Not(inner) => json!({ "bool": { "must_not": [one(inner)] } }),
        Match::Terms(terms) => json!({ "terms": { "variants.terms": terms } }),
        Match::Keys(keys) => json!({ "terms": { "variants.keys": keys } }),
        Match::Between(from, to) => range("variants.terms", from, to),
        Match::KeysBetween(from, to) => range("variants.keys", from, to),
        Match::Price(price) => {
            let mut filter = vec![price_at(price.whose.as_ref(), at)];
            let mut bounds = Map::new();
            if let Some(min) = price.min {
                bounds.insert("gte".to_owned(), min.into());
            }
            if let Some(max) = price.max {
                bounds.insert("lte".to_owned(), max.into());
            }
            if !bounds.is_empty() {
                filter.push(json!({ "range": { "variants.prices.amount": bounds } }));
            }
            json!({ "nested": {
                "path": "variants.prices",
                "query": { "bool": { "filter": filter } },
                "score_mode": "none",
            } })
        }
    }
}

/// A price that holds for this buyer at this moment, asked inside of the prices.
pub(super) fn price_at(whose: Option<&PriceContext>, at: i64) -> Value {
    let Some(PriceContext(buyer)) = whose else {
        return json!({ "match_none": {} });
    };
    let mut price = json!({ "filter": [
        { "terms": { "variants.prices.context": price_key_contexts(buyer) } },
        { "range": { "variants.prices.from": { "lte": at } } },
        { "range": { "variants.prices.until": { "gt": at } } },
    ] });
    let facts = price_key_facts(buyer);
    if !facts.is_empty() {
        price["must_not"] = json!([{ "terms": { "variants.prices.except": facts } }]);
    }
    json!({ "bool": price })
}

/// What this answer may show.
pub(super) fn visible(plan: &Plan) -> Vec<Value> {
    let Plan { at, visible, .. } = plan;
    if visible.everything {
        return Vec::new();
    }
    vec![
        json!({ "term": { "active": true } }),
        json!({ "nested": {
            "path": "channels",
            "query": { "bool": { "filter": [
                { "term": { "channels.channel": visible.channel } },
                { "range": { "channels.from": { "lte": at } } },
                { "range": { "channels.until": { "gt": at } } },
            ] } },
            "score_mode": "none",
        } }),
    ]
}

fn range(field: &str, from: &Bound<String>, to: &Bound<String>) -> Value {
    let mut bounds = Map::new();
    match from {
        Bound::Included(text) => bounds.insert("gte".to_owned(), text.as_str().into()),
        Bound::Excluded(text) => bounds.insert("gt".to_owned(), text.as_str().into()),
        Bound::Unbounded => None,
    };
    match to {
        Bound::Included(text) => bounds.insert("lte".to_owned(), text.as_str().into()),
        Bound::Excluded(text) => bounds.insert("lt".to_owned(), text.as_str().into()),
        Bound::Unbounded => None,
    };
    let mut fields = Map::new();
    fields.insert(field.to_owned(), Value::Object(bounds));
    json!({ "range": fields })
}
