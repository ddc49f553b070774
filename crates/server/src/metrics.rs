//! What `/metrics` tells, in the text format of Prometheus.

use std::{fmt, time::Duration};

use axum::http::{Method, StatusCode};
use metrics::{Counter, Key, Label, Level, Metadata, Recorder as _, SharedString, Unit};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

use crate::indexer::Status;

const REQUESTS: &str = "vitrine_http_requests_total";
const DURATION: &str = "vitrine_http_request_duration_seconds";
const STATEMENTS: &str = "vitrine_sql_statements_total";
const KEPT_ANSWERS: &str = "vitrine_kept_answers_total";

const SEARCH_POSITION: &str = "vitrine_search_index_version";
const SEARCH_TIME: &str = "vitrine_search_index_timestamp_seconds";
const SEARCH_GOOD: &str = "vitrine_search_index_writable";

const SOCKETS: &str = "vitrine_websockets_open";
const STREAMS: &str = "vitrine_streams_open";

/// Upper bounds of the histogram of durations, in seconds.
const BOUNDS: [f64; 13] = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0,
];

static METADATA: Metadata<'_> = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

/// Counts queries whose answers may be kept, by what memory had of them.
pub(crate) struct KeptAnswerCounts {
    /// It, and it was given.
    pub(crate) given: Counter,
    /// None that held, but another one's that was made meanwhile.
    pub(crate) shared: Counter,
    /// One that didn't hold any more.
    pub(crate) outdated: Counter,
    /// Nothing.
    pub(crate) new: Counter,
}

/// The figures of one server. Not the process's: each server of a test has its own.
pub struct Metrics {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
}

impl Default for Metrics {
    fn default() -> Self {
        let builder = PrometheusBuilder::new()
            .set_buckets(&BOUNDS)
            .expect("there are bounds");
        let recorder = builder.build_recorder();
        let describe = |text| (None::<Unit>, SharedString::const_str(text));
        let (unit, text) = describe("HTTP requests by route, method and status.");
        recorder.describe_counter(REQUESTS.into(), unit, text);
        let (_, text) = describe("How long HTTP requests took, by route.");
        recorder.describe_histogram(DURATION.into(), Some(Unit::Seconds), text);
        let (unit, text) = describe("Statements sent to the database.");
        recorder.describe_counter(STATEMENTS.into(), unit, text);
        let (unit, text) = describe(
            "Storefronts' queries by what was kept of their answer: given, outdated, new.",
        );
        recorder.describe_counter(KEPT_ANSWERS.into(), unit, text);
        for (name, text) in [
            (
                SEARCH_POSITION,
                "The version of the catalogue that the search index has.",
            ),
            (
                SEARCH_TIME,
                "When the search index was last known to lack nothing, in seconds since 1970.",
            ),
            (
                SEARCH_GOOD,
                "1 while the search index can be written, else 0.",
            ),
            (SOCKETS, "WebSockets that are open."),
            (
                STREAMS,
                "Operations that are running on WebSockets or as server-sent events, by transport.",
            ),
        ] {
            let (unit, text) = describe(text);
            recorder.describe_gauge(name.into(), unit, text);
        }
        Self {
            handle: recorder.handle(),
            recorder,
        }
    }
}

impl Metrics {
    /// Counts a request that was answered. `route` is the pattern of the path, so that there are few.
    pub fn request(&self, route: &str, method: &Method, status: StatusCode, took: Duration) {
        let route = Label::new("route", route.to_owned());
        let labels = vec![
            route.clone(),
            Label::from_static_parts("method", method_name(method)),
            Label::new("status", status.as_str().to_owned()),
        ];
        self.recorder
            .register_counter(&Key::from_parts(REQUESTS, labels), &METADATA)
            .increment(1);
        self.recorder
            .register_histogram(&Key::from_parts(DURATION, vec![route]), &METADATA)
            .record(took);
    }

    /// Where queries are counted whose answers may be kept.
    pub(crate) fn kept_answers(&self) -> KeptAnswerCounts {
        let counter = |kept| {
            let labels = vec![Label::from_static_parts("kept", kept)];
            let key = Key::from_parts(KEPT_ANSWERS, labels);
            self.recorder.register_counter(&key, &METADATA)
        };
        KeptAnswerCounts {
            given: counter("given"),
            shared: counter("shared"),
            outdated: counter("outdated"),
            new: counter("new"),
        }
    }

    /// Tells how far the search index is.
    pub fn search(&self, status: &Status) {
        let set = |name, value| {
            let key = Key::from_static_name(name);
            self.recorder.register_gauge(&key, &METADATA).set(value);
        };
        set(SEARCH_POSITION, status.reached.settled.seq as f64);
        set(
            SEARCH_GOOD,
            if status.problem.is_some() { 0.0 } else { 1.0 },
        );
        if let Some(at) = status.indexed_at {
            set(SEARCH_TIME, at.timestamp() as f64);
        }
    }

    /// A WebSocket is opened (1) or closed (-1).
    pub fn socket(&self, change: f64) {
        let key = Key::from_static_name(SOCKETS);
        self.recorder
            .register_gauge(&key, &METADATA)
            .increment(change);
    }

    /// An operation on a WebSocket, or one that sends events, begins (1) or ends (-1).
    pub fn stream(&self, transport: &'static str, change: f64) {
        let label = Label::from_static_parts("transport", transport);
        let key = Key::from_parts(STREAMS, vec![label]);
        self.recorder
            .register_gauge(&key, &METADATA)
            .increment(change);
    }

    /// Everything in Prometheus's text format. `statements` is the store's own count.
    #[must_use]
    pub fn render(&self, statements: u64) -> String {
        self.recorder
            .register_counter(&Key::from_static_name(STATEMENTS), &METADATA)
            .absolute(statements);
        self.handle.render()
    }

    /// Sums up what was recorded since the last time. To be called every few seconds: until then each duration is kept
    /// by itself.
    pub fn sum_up(&self) {
        self.handle.run_upkeep();
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

/// A client may send any word as its method; only known ones become labels.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_durations_and_statements_are_told() {
        let metrics = Metrics::default();
        let took = Duration::from_millis(3);
        metrics.request("/graphql", &Method::POST, StatusCode::OK, took);
        metrics.request("/graphql", &Method::POST, StatusCode::OK, took);
        metrics.request(
            "/graphql",
            &Method::from_bytes(b"BREW").unwrap(),
            StatusCode::METHOD_NOT_ALLOWED,
            took,
        );
        metrics.sum_up();
        let text = metrics.render(7);
        for line in [
            "vitrine_http_requests_total{route=\"/graphql\",method=\"POST\",status=\"200\"} 2",
            "vitrine_http_requests_total{route=\"/graphql\",method=\"other\",status=\"405\"} 1",
            "vitrine_http_request_duration_seconds_bucket{route=\"/graphql\",le=\"0.002\"} 0",
            "vitrine_http_request_duration_seconds_bucket{route=\"/graphql\",le=\"0.005\"} 3",
            "vitrine_sql_statements_total 7",
        ] {
            assert!(
                text.lines().any(|told| told == line),
                "{line} is not in\n{text}"
            );
        }
    }
}
