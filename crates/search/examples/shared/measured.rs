//! How long a question takes.

use std::{
    error::Error,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// How long it takes, again and again for so long, in milliseconds: the middle and the 99th of 100.
pub(crate) fn measured(
    seconds: Duration,
    mut ask: impl FnMut() -> Result<(), Box<dyn Error>>,
) -> Result<Value, Box<dyn Error>> {
    let begun = Instant::now();
    let mut times = Vec::new();
    while begun.elapsed() < seconds || times.len() < 20 {
        let asked = Instant::now();
        ask()?;
        times.push(asked.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(
        json!({ "requests": times.len(), "p50_ms": times[times.len() / 2], "p99_ms": times[times.len() * 99 / 100] }),
    )
}
