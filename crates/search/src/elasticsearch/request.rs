//! Sending requests, and what their failures mean.

use std::time::Duration;

use domain::outcome::{Fault, FaultKind};
use elasticsearch::http::{Method, headers::HeaderMap};
use serde_json::Value;

use super::Elasticsearch;

/// How long an engine may take to answer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// An answer of the engine, whatever its status.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
}

/// An error of the engine in its own words.
#[derive(Debug, thiserror::Error)]
#[error("the search engine answered with status {status}: {reason}")]
struct Refusal {
    status: u16,
    reason: String,
}

impl Elasticsearch {
    /// Sends a request. Only an engine that gives no answer is a fault here.
    pub(super) async fn send(
        &self,
        doing: &'static str,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<String>,
    ) -> Result<Answer, Fault> {
        let failed = |error: elasticsearch::Error| {
            let kind = if error.is_timeout() {
                FaultKind::Timeout
            } else {
                FaultKind::Unavailable
            };
            Fault::new(kind, doing, error)
        };
        let response = self
            .client
            .transport()
            .send(
                method,
                path,
                HeaderMap::new(),
                Some(query),
                body,
                Some(TIMEOUT),
            )
            .await
            .map_err(failed)?;
        let status = response.status_code().as_u16();
        let text = response.text().await.map_err(failed)?;
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Ok(Answer { status, body })
    }

    /// Sends a request that succeeds or is a fault.
    pub(super) async fn ask(
        &self,
        doing: &'static str,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Value, Fault> {
        let body = body.map(Value::to_string);
        self.send(doing, method, path, query, body)
            .await?
            .good(doing)
    }
}

impl Answer {
    /// What was answered, or the fault that the status stands for.
    pub(super) fn good(self, doing: &'static str) -> Result<Value, Fault> {
        if self.status < 300 {
            return Ok(self.body);
        }
        let reason = self.reason();
        Err(refusal(doing, self.status, &reason))
    }

    /// The kind of error, as the engine names it.
    pub(super) fn error_type(&self) -> &str {
        self.body["error"]["type"].as_str().unwrap_or_default()
    }

    fn reason(&self) -> String {
        let error = &self.body["error"];
        let root = &error["root_cause"][0];
        let kind = root["type"].as_str().or(error["type"].as_str());
        let reason = root["reason"].as_str().or(error["reason"].as_str());
        match (kind, reason) {
            (Some(kind), Some(reason)) => format!("{kind}: {reason}"),
            _ => self.body.to_string().chars().take(500).collect(),
        }
    }
}

/// The fault of a status other than success.
pub(super) fn refusal(doing: &'static str, status: u16, reason: &str) -> Fault {
    let kind = match status {
        408 | 504 => FaultKind::Timeout,
        429 => FaultKind::Contended,
        // Not allowed, not there (yet), or ill.
        401 | 403 | 404 | 500..=599 => FaultKind::Unavailable,
        _ => FaultKind::Bug,
    };
    let reason = reason.to_owned();
    Fault::new(kind, doing, Refusal { status, reason })
}
