//! A plain Tantivy, asked directly: what `dev/bench/search` holds the embedded index against.
//!
//! It indexes the products of a feed as a beginner's guide to Tantivy would (words of a few texts, five columns) with one thread
//! and the memory that our index has, and then asks it for one page again and again: the best 24, how many there are, and five
//! facets by Tantivy's own aggregations. Variants, contexts of prices, visibility and languages are none of its business.
//!
//! ```sh
//! cargo run --release --package search --example bare -- FEED SECONDS WORDS PREFIX
//! ```
//!
//! Figures go to standard output as one line of JSON.
#![expect(clippy::print_stdout, reason = "it tells what it found")]

#[path = "shared/measured.rs"]
mod measured;

use std::{
    collections::HashMap,
    error::Error,
    fs::File,
    io::{BufRead as _, BufReader},
    time::{Duration, Instant},
};

use measured::measured;
use serde_json::{Value, json};
use tantivy::{
    Index, Score, TantivyDocument, Term,
    aggregation::{AggContextParams, AggregationCollector, agg_req::Aggregations},
    collector::{Count, TopDocs},
    query::{BooleanQuery, DisjunctionMaxQuery, FuzzyTermQuery, Query, TermQuery},
    schema::{FAST, Field, IndexRecordOption, STRING, Schema, TEXT},
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

struct Fields {
    texts: [Field; 5],
    brand: Field,
    category: Field,
    colour: Field,
    material: Field,
    price: Field,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [feed, seconds, words, prefix] = &arguments[..] else {
        return Err("usage: bare FEED SECONDS WORDS PREFIX".into());
    };
    let seconds = Duration::from_secs_f64(seconds.parse()?);
    let mut schema = Schema::builder();
    let text =
        |schema: &mut tantivy::schema::SchemaBuilder, name| schema.add_text_field(name, TEXT);
    let fields = Fields {
        texts: ["name", "of_brand", "of_category", "words", "description"]
            .map(|name| text(&mut schema, name)),
        brand: schema.add_text_field("brand", STRING | FAST),
        category: schema.add_text_field("category", STRING | FAST),
        colour: schema.add_text_field("colour", STRING | FAST),
        material: schema.add_text_field("material", STRING | FAST),
        price: schema.add_f64_field("price", FAST),
    };
    let folder = tempfile::tempdir()?;
    let index = Index::create_in_dir(folder.path(), schema.build())?;
    let documents = documents(feed, &fields)?;
    let count = documents.len();

    let begun = Instant::now();
    let mut writer = index.writer_with_num_threads(1, 64 << 20)?;
    for document in documents {
        writer.add_document(document)?;
    }
    writer.commit()?;
    let indexing = begun.elapsed();

    let searcher = index.reader()?.searcher();
    let asked: Vec<Box<dyn Query>> = words
        .split_whitespace()
        .map(|word| {
            let places = fields.texts.iter().map(|field| {
                let term = Term::from_field_text(*field, &word.to_lowercase());
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>
            });
            Box::new(DisjunctionMaxQuery::with_tie_breaker(places.collect(), 0.2)) as Box<dyn Query>
        })
        .collect();
    let page = BooleanQuery::intersection(asked);
    let terms = |field: &str| json!({ "terms": { "field": field, "size": 1000 } });
    let aggregations: Aggregations = serde_json::from_value(json!({
        "brand": terms("brand"), "category": terms("category"), "colour": terms("colour"), "material": terms("material"),
        "price": { "range": { "field": "price", "ranges": [
            { "to": 10.0 }, { "from": 10.0, "to": 20.0 }, { "from": 20.0, "to": 50.0 }, { "from": 50.0, "to": 100.0 }, { "from": 100.0 },
        ] } },
    }))?;
    let mut found = 0;
    let search = measured(seconds, || {
        let facets =
            AggregationCollector::from_aggs(aggregations.clone(), AggContextParams::default());
        let best = TopDocs::with_limit(24).order_by_score();
        let (_, all, _): (Vec<(Score, _)>, usize, _) =
            searcher.search(&page, &(best, Count, facets))?;
        found = all;
        Ok(())
    })?;
    let begins = Term::from_field_text(fields.texts[0], &prefix.to_lowercase());
    let begins = FuzzyTermQuery::new_prefix(begins, 0, false);
    let suggest = measured(seconds, || {
        searcher.search(&begins, &TopDocs::with_limit(8).order_by_score())?;
        Ok(())
    })?;
    println!(
        "{}",
        json!({ "products": count, "indexing_seconds": indexing.as_secs_f64(), "found": found, "search": search, "suggest": suggest })
    );
    Ok(())
}

/// The products of a feed, read before any clock runs.
fn documents(feed: &str, fields: &Fields) -> Result<Vec<TantivyDocument>> {
    let mut names: HashMap<String, String> = HashMap::new();
    let mut documents = Vec::new();
    for line in BufReader::new(File::open(feed)?).lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| record[key].as_str().unwrap_or_default().to_owned();
        if record["type"] == "category" {
            names.insert(text("code"), text("name"));
        }
        if record["type"] != "product" {
            continue;
        }
        let mut document = TantivyDocument::new();
        let [name, of_brand, of_category, words, description] = fields.texts;
        document.add_text(name, text("name"));
        document.add_text(of_brand, text("brand"));
        document.add_text(fields.brand, text("brand"));
        document.add_text(description, text("description"));
        for code in record["categories"].as_array().into_iter().flatten() {
            let code = code.as_str().unwrap_or_default();
            document.add_text(fields.category, code);
            document.add_text(of_category, names.get(code).map_or("", String::as_str));
        }
        let mut attributes: Vec<(&String, &Value)> = Vec::new();
        attributes.extend(record["attributes"].as_object().into_iter().flatten());
        let mut least: Option<f64> = None;
        for variant in record["variants"].as_array().into_iter().flatten() {
            attributes.extend(variant["attributes"].as_object().into_iter().flatten());
            for price in variant["prices"].as_array().into_iter().flatten() {
                let amount = price["amount"]
                    .as_str()
                    .and_then(|text| text.parse::<f64>().ok());
                if let Some(amount) = amount.filter(|_| price["currency"] == "USD") {
                    least = Some(least.map_or(amount, |least| least.min(amount)));
                }
            }
        }
        if let Some(least) = least {
            document.add_f64(fields.price, least);
        }
        for (code, value) in attributes {
            let Some(value) = value.as_str() else {
                continue;
            };
            document.add_text(words, value);
            match code.as_str() {
                "colour" => document.add_text(fields.colour, value),
                "material" => document.add_text(fields.material, value),
                _ => {}
            }
        }
        documents.push(document);
    }
    Ok(documents)
}
