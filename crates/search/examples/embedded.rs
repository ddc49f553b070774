//! The embedded index, asked directly: what `dev/bench/search` splits a request into, the engine's part and that of the server.
//!
//! It asks the index of a data directory for the page of the benchmark again and again: the best 24, how many there are, and
//! five facets.
//!
//! ```sh
//! cargo run --release --package search --example embedded -- DATA_DIR/search SECONDS WORDS
//! ```
//!
//! The index must not be written to meanwhile. Figures go to standard output as one line of JSON.
#![expect(clippy::print_stdout, reason = "it tells what it found")]

#[path = "shared/measured.rs"]
mod measured;

use std::{error::Error, path::Path, time::Duration};

use domain::{clock::Timestamp, locale::Locale, text::Code};
use measured::measured;
use search::{
    Embedded, Index,
    document::PriceContext,
    facet::FacetRequest,
    query::{Audience, Field, SearchContext, SearchRequest},
};
use serde_json::json;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, seconds, words] = &arguments[..] else {
        return Err("usage: embedded FOLDER SECONDS WORDS".into());
    };
    let seconds = Duration::from_secs_f64(seconds.parse()?);
    // What it answers is not kept: each time it is asked as if for the first time.
    let index = Index::of(Embedded::keeping(Path::new(folder), 0)?);
    let attribute = |code| Ok::<_, Box<dyn Error>>(Field::Attribute(Code::parse(code)?));
    let fields = [
        Field::Brand,
        Field::Category,
        Field::Price,
        attribute("colour")?,
        attribute("material")?,
    ];
    let facets = fields.map(|field| FacetRequest {
        field,
        limit: 20,
        disjunctive: true,
        ranges: None,
        hidden: Default::default(),
    });
    let mut requests = vec![SearchRequest {
        query: Some(words.clone()),
        ..SearchRequest::new(SearchContext {
            audience: Audience::Storefront,
            channel: Code::parse("us")?,
            prices: Some(PriceContext(String::from("USD"))),
            locale: Locale::parse("en")?,
            at: now()?,
        })
    }];
    requests.push(SearchRequest {
        facets: facets.to_vec(),
        ..requests[0].clone()
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut figures = Vec::new();
    for request in &requests {
        let mut found = None;
        let mut figure = measured(seconds, || {
            found = runtime.block_on(index.search(request))?.total;
            Ok(())
        })?;
        figure["facets"] = json!(request.facets.len());
        figure["found"] = json!(found);
        figures.push(figure);
    }
    println!("{}", json!(figures));
    Ok(())
}

/// Prices and publication depend on it.
#[expect(
    clippy::disallowed_methods,
    reason = "no test decides what time it is here"
)]
fn now() -> Result<Timestamp> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    let micros = i64::try_from(since.as_micros())?;
    Ok(Timestamp::from_timestamp_micros(micros).ok_or("the clock is wrong")?)
}
