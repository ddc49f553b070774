//! Counts as aggregations of Elasticsearch. A variant's terms are counted inside of the variants, and joined back to its
//! product, so that products are counted, each once.

use serde_json::{Map, Value, json};

use super::conditions;
use crate::plan::{Count, Counted, Match, Plan};

/// How many different values one request counts. With more, the values are counted in parts.
const VALUES: usize = 20_000;

/// A part of all values: the number of the part, and of all parts.
#[derive(Clone, Copy)]
pub(super) struct Part(pub(super) usize, pub(super) usize);

/// The aggregations of a plan's counts.
pub(super) fn aggregations(plan: &Plan) -> Map<String, Value> {
    let counts = plan.counts.iter().enumerate();
    counts
        .map(|(number, count)| (name(number), aggregation(plan, count, None)))
        .collect()
}

/// The name of a count.
pub(super) fn name(number: usize) -> String {
    format!("c{number}")
}

/// The aggregation of one count.
pub(super) fn aggregation(plan: &Plan, count: &Count, part: Option<Part>) -> Value {
    match count {
        Count::Terms { within, beginning } => {
            let terms = json!({
                "terms": terms("variants.terms", beginning, part),
                "aggs": { "products": { "reverse_nested": {} } },
            });
            in_variants(plan, within, &terms)
        }
        Count::Suggestions { beginning } => {
            json!({ "terms": terms("suggestions", beginning, part) })
        }
        Count::Prices {
            within,
            whose,
            ranges,
        } => {
            let range = |(number, (min, max)): (usize, &(Option<i64>, Option<i64>))| {
                let mut range = Map::new();
                range.insert("key".to_owned(), number.to_string().into());
                if let Some(min) = min {
                    range.insert("from".to_owned(), (*min).into());
                }
                if let Some(max) = max {
                    // The engine leaves the upper end out.
                    range.insert("to".to_owned(), (max + 1).into());
                }
                Value::Object(range)
            };
            let ranges: Vec<Value> = ranges.iter().enumerate().map(range).collect();
            let mut aggregations = json!({
                "least": { "min": { "field": "variants.prices.amount" } },
                "greatest": { "max": { "field": "variants.prices.amount" } },
            });
            if !ranges.is_empty() {
                aggregations["ranges"] = json!({
                    "range": { "field": "variants.prices.amount", "ranges": ranges },
                    "aggs": { "products": { "reverse_nested": {} } },
                });
            }
            let now = conditions::price_at(whose.as_ref(), plan.at);
            let prices = json!({
                "nested": { "path": "variants.prices" },
                "aggs": { "now": { "filter": now, "aggs": aggregations } },
            });
            in_variants(plan, within, &prices)
        }
    }
}

fn in_variants(plan: &Plan, within: &Match, aggregation: &Value) -> Value {
    let within = Match::All(vec![plan.scope.clone(), within.clone()]).simple();
    json!({
        "nested": { "path": "variants" },
        "aggs": { "within": {
            "filter": conditions::variant(&within, plan.at),
            "aggs": { "counted": aggregation },
        } },
    })
}

fn terms(field: &str, beginning: &str, part: Option<Part>) -> Value {
    let include = match part {
        Some(Part(number, of)) => json!({ "partition": number, "num_partitions": of }),
        None => Value::from(format!("{}.*", escaped(beginning))),
    };
    json!({ "field": field, "include": include, "size": VALUES, "shard_size": VALUES })
}

/// A text that stands for itself in a regular expression of the engine.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if letter.is_ascii() && !letter.is_ascii_alphanumeric() {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// What was counted. None: there are more values than one request counts.
pub(super) fn counted(count: &Count, answer: &Value) -> Option<Counted> {
    let whole = |terms: &Value| {
        terms["sum_other_doc_count"].as_u64().unwrap_or_default() == 0
            && terms["doc_count_error_upper_bound"]
                .as_u64()
                .unwrap_or_default()
                == 0
    };
    let buckets = |terms: &Value| terms["buckets"].as_array().cloned().unwrap_or_default();
    let text = |bucket: &Value| bucket["key"].as_str().unwrap_or_default().to_owned();
    match count {
        Count::Terms { beginning, .. } => {
            let terms = &answer["within"]["counted"];
            whole(terms).then(|| Counted {
                terms: buckets(terms)
                    .iter()
                    .map(|bucket| (text(bucket), products(&bucket["products"])))
                    .filter(|(term, _)| term.starts_with(beginning))
                    .collect(),
                ..Counted::default()
            })
        }
        Count::Suggestions { beginning } => whole(answer).then(|| Counted {
            terms: buckets(answer)
                .iter()
                .map(|bucket| (text(bucket), products(bucket)))
                .filter(|(term, _)| term.starts_with(beginning))
                .collect(),
            ..Counted::default()
        }),
        Count::Prices { ranges, .. } => {
            let now = &answer["within"]["counted"]["now"];
            let mut counts = vec![0; ranges.len()];
            for bucket in buckets(&now["ranges"]) {
                let place = text(&bucket).parse::<usize>().ok();
                if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                    *count = products(&bucket["products"]);
                }
            }
            let amount = |value: &Value| value["value"].as_f64().map(whole_number);
            Some(Counted {
                terms: Vec::new(),
                ranges: counts,
                prices: amount(&now["least"]).zip(amount(&now["greatest"])),
            })
        }
    }
}

fn products(bucket: &Value) -> u64 {
    bucket["doc_count"].as_u64().unwrap_or_default()
}

/// An amount, which aggregations give as a float: amounts are less than 2⁵³ millionths, so that it is exact.
fn whole_number(number: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "amounts are whole and less than 2^53"
    )]
    let whole = number as i64;
    whole
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_beginning_stands_for_itself() {
        assert_eq!(escaped("aweight (kg)\u{1}n"), "aweight\\ \\(kg\\)\\\u{1}n");
        assert_eq!(escaped("oGröße"), "oGröße");
    }
}
