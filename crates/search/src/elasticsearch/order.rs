//! Orders as sorts of Elasticsearch, and the values that it gives back.

use serde_json::{Value, json};

use super::{conditions, mapping::id_text};
use crate::{
    plan::{Key, Plan},
    query::SortValue,
};

/// The sort of a plan, the id at its end.
pub(super) fn sort(plan: &Plan) -> Vec<Value> {
    let mut sort: Vec<Value> = plan.order.iter().map(|key| one(plan, key)).collect();
    sort.push(json!({ "id": "asc" }));
    sort
}

fn one(plan: &Plan, key: &Key) -> Value {
    let direction = |descending: bool| if descending { "desc" } else { "asc" };
    match key {
        Key::Score => json!({ "_score": "desc" }),
        Key::SoldOut => json!({ "channels.sold_out": {
            "order": "asc",
            // What isn't in the channel can't be had in it.
            "missing": 1,
            "nested": {
                "path": "channels",
                "filter": { "term": { "channels.channel": plan.visible.channel } },
            },
        } }),
        Key::Price { whose, descending } => json!({ "variants.prices.amount": {
            "order": direction(*descending),
            "mode": "min",
            "missing": "_last",
            "nested": {
                "path": "variants",
                "nested": { "path": "variants.prices", "filter": conditions::price_at(whose.as_ref(), plan.at) },
            },
        } }),
        Key::Created { descending } => json!({ "created": direction(*descending) }),
        Key::Updated { descending } => json!({ "updated": direction(*descending) }),
        Key::Text { name, descending } => json!({ "sorts.text": {
            "order": direction(*descending),
            "missing": "_last",
            "nested": { "path": "sorts", "filter": { "term": { "sorts.name": name } } },
        } }),
    }
}

/// Where the last page ended.
pub(super) fn search_after(plan: &Plan) -> Option<Vec<Value>> {
    let (values, id) = plan.after.as_ref()?;
    let pairs = plan.order.iter().zip(values);
    let mut after: Vec<Value> = pairs
        .map(|(key, value)| match value {
            SortValue::Whole(number) => Value::from(*number),
            SortValue::Score(score) => Value::from(f64::from(*score)),
            SortValue::Text(text) => Value::from(text.as_str()),
            SortValue::Missing(()) => missing(key),
        })
        .collect();
    after.push(id_text(*id).into());
    Some(after)
}

/// The values of a hit, without the id.
pub(super) fn values(plan: &Plan, sort: &[Value]) -> Vec<SortValue> {
    let pairs = plan.order.iter().zip(sort);
    pairs
        .map(|(key, value)| {
            if *value == missing(key) {
                return SortValue::Missing(());
            }
            match (key, value) {
                (Key::Score, value) => SortValue::Score(score(value)),
                (_, Value::String(text)) => SortValue::Text(text.clone()),
                (_, value) => SortValue::Whole(value.as_i64().unwrap_or_default()),
            }
        })
        .collect()
}

/// A score, which is a float wherever it is written.
pub(super) fn score(value: &Value) -> f32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the engine's scores are floats of 32 bits"
    )]
    let score = value.as_f64().unwrap_or_default() as f32;
    score
}

/// What Elasticsearch gives, and takes, for a value that isn't there.
fn missing(key: &Key) -> Value {
    match key {
        Key::Price { descending, .. } => Value::from(if *descending { i64::MIN } else { i64::MAX }),
        _ => Value::Null,
    }
}
