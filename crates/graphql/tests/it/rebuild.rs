//! Everything that a feed can say can be said by mutations: the sample catalogue, rebuilt by them, is exported as the
//! imported one is, byte for byte.

use std::fmt::Write as _;

use feed::import::Silent;
use serde_json::{Map, Value, json};
use testkit::on_each_database;

use crate::{
    catalog::product_write::{refused, sent},
    support::Shop,
};

const SAMPLE: &str = include_str!("../../../../samples/catalogue.jsonl");
const ERRORS: &str = "userErrors { code field message }";

on_each_database! {
    async fn the_sample_rebuilt_by_mutations_is_the_sample(database: TestDatabase) {
        let shop = Shop::with(database, "").await;
        let mut records = records();
        // A category comes after the one above it.
        let mut categories: Vec<Value> = records.extract_if(.., |(kind, _)| kind == "category").map(|(_, input)| input).collect();
        let small: Vec<_> = records.extract_if(.., |(kind, _)| kind != "product").collect();
        bulk(&shop, &small).await;
        let mut made: Vec<Value> = vec![Value::Null];
        while !categories.is_empty() {
            let ready: Vec<Value> = categories.extract_if(.., |input| made.contains(&input["parent"])).collect();
            assert!(!ready.is_empty(), "{categories:#?}");
            for input in ready {
                let answer = sent(&shop, &format!("categoryCreate(input: {}) {{ {ERRORS} }}", literal(&input))).await;
                assert_eq!(refused(&answer), Vec::<String>::new(), "{answer:#}");
                made.push(input["code"].clone());
            }
        }
        for (_, input) in &records {
            let answer = sent(&shop, &format!("productSet(input: {}) {{ outcome {ERRORS} }}", literal(input))).await;
            assert_eq!(answer["outcome"], "CREATED", "{answer:#}");
        }
        compare(&exported(&shop).await);
    }

    async fn the_sample_rebuilt_in_one_request_is_the_sample(database: TestDatabase) {
        let shop = Shop::with(database, "").await;
        bulk(&shop, &records()).await;
        compare(&exported(&shop).await);
    }
}

async fn bulk(shop: &Shop, records: &[(String, Value)]) {
    let entries: Vec<String> = records
        .iter()
        .map(|(kind, input)| format!("{{ {kind}: {} }}", literal(input)))
        .collect();
    let mutation = format!(
        "bulk(input: {{ policy: REJECT_ALL, records: [{}] }}) {{ results {{ status }} {ERRORS} }}",
        entries.join(", ")
    );
    let answer = sent(shop, &mutation).await;
    assert_eq!(refused(&answer), Vec::<String>::new(), "{answer:#}");
}

async fn exported(shop: &Shop) -> String {
    let mut out = Vec::new();
    feed::export(&shop.store, &mut out, &Silent).await.unwrap();
    String::from_utf8(out).unwrap()
}

/// The sample stands as it is exported, which a test of the feed sees to.
#[track_caller]
fn compare(export: &str) {
    for (ours, theirs) in export.lines().zip(SAMPLE.lines()) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(export, SAMPLE);
}

/// The records of the sample as inputs of mutations, by kind.
fn records() -> Vec<(String, Value)> {
    SAMPLE
        .lines()
        .map(|line| {
            let mut record: Map<String, Value> = serde_json::from_str(line).unwrap();
            let kind = record.remove("type").unwrap();
            let kind = kind.as_str().unwrap().to_owned();
            (kind, Value::Object(input(record)))
        })
        .collect()
}

/// A feed's maps are lists here, whose entries have their key in a field.
fn input(record: Map<String, Value>) -> Map<String, Value> {
    record
        .into_iter()
        .map(|(field, value)| {
            let value = match (&*field, value) {
                ("attributes", Value::Object(map)) => {
                    listed(map, "code", |value| json!({ "value": value }))
                }
                ("taxRates", Value::Object(map)) => {
                    listed(map, "class", |rate| json!({ "rate": rate }))
                }
                ("options", Value::Object(map)) => listed(map, "name", option),
                ("translations", Value::Object(map)) => listed(map, "locale", |texts| texts),
                ("channels", Value::Array(channels)) => channels.into_iter().map(channel).collect(),
                ("variants" | "values", Value::Array(items)) => {
                    let items = items.into_iter().map(|item| match item {
                        Value::Object(item) => Value::Object(input(item)),
                        other => other,
                    });
                    items.collect()
                }
                (_, other) => other,
            };
            (field, value)
        })
        .collect()
}

fn listed(map: Map<String, Value>, key: &str, rest: impl Fn(Value) -> Value) -> Value {
    map.into_iter()
        .map(|(name, value)| {
            let Value::Object(mut entry) = rest(value) else {
                unreachable!()
            };
            entry.insert(key.to_owned(), Value::from(name));
            Value::Object(input(entry))
        })
        .collect()
}

/// A variant's value, or an option's translation.
fn option(value: Value) -> Value {
    let Value::Object(texts) = value else {
        return json!({ "value": value });
    };
    let values = match texts.get("values") {
        Some(Value::Object(values)) => values
            .iter()
            .map(|(value, text)| json!({ "value": value, "translation": text }))
            .collect(),
        _ => Value::Array(Vec::new()),
    };
    json!({ "translation": texts.get("name"), "values": values })
}

/// A product's publication; a price list has plain codes.
fn channel(channel: Value) -> Value {
    let Value::Object(mut publication) = channel else {
        return channel;
    };
    let code = publication.remove("code").unwrap();
    publication.insert(String::from("channel"), code);
    Value::Object(publication)
}

/// A value as a literal of GraphQL: its names of fields and of enum values have no quotes.
fn literal(value: &Value) -> String {
    let mut text = String::new();
    write(value, "", &mut text);
    text
}

fn write(value: &Value, field: &str, text: &mut String) {
    match value {
        Value::Object(fields) => {
            text.push('{');
            for (name, value) in fields {
                write!(text, " {name}: ").unwrap();
                write(value, name, text);
            }
            text.push_str(" }");
        }
        Value::Array(items) => {
            text.push('[');
            for item in items {
                text.push(' ');
                write(item, "", text);
            }
            text.push_str(" ]");
        }
        Value::String(word) if ["status", "kind", "valueType"].contains(&field) => {
            text.push_str(word);
        }
        other => write!(text, "{other}").unwrap(),
    }
}
