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

use std::{
    error::Error,
    path::Path,
    time::{Duration, Instant},
};

use domain::{clock::Timestamp, locale::Locale, text::Code};
use search::{
    Index, SearchConfig,
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
    let index = Index::open(&SearchConfig::default(), Path::new(folder))?;
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
        let begun = Instant::now();
        let (mut times, mut found) = (Vec::new(), None);
        while begun.elapsed() < seconds || times.len() < 20 {
            let asked = Instant::now();
            found = runtime.block_on(index.search(request))?.total;
            times.push(asked.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        figures.push(json!({
            "facets": request.facets.len(), "found": found, "requests": times.len(),
            "p50_ms": times[times.len() / 2], "p99_ms": times[times.len() * 99 / 100],
        }));
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
