//! Whether the process lives, whether it can be sent requests, and its figures.

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use domain::outcome::Fault;
use serde::Serialize;
use tokio::time::timeout;

use crate::{router::Shared, telemetry};

/// How long the database may take to give a sign of life.
const PATIENCE: Duration = Duration::from_secs(2);

/// `GET /healthz`: the process lives. Nothing else is looked at, so that a failing database doesn't get it restarted.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /metrics`: figures for Prometheus.
pub(crate) async fn figures(State(shared): State<Shared>) -> impl IntoResponse {
    shared.metrics.search(&shared.indexer.status());
    let text = shared.metrics.render(shared.store.statements());
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        text,
    )
}

#[derive(Serialize)]
pub(crate) struct Readiness {
    /// `ready`, or why not.
    status: &'static str,
    /// What the database says.
    database: String,
    /// What the search index says. A degraded one makes nothing unready: browsing needs none.
    search: String,
}

/// `GET /readyz`: requests can be sent here. 503 with a reason while the database can't be reached, its schema is not
/// the program's, or the server is about to end.
pub(crate) async fn ready(State(shared): State<Shared>) -> (StatusCode, Json<Readiness>) {
    let (database, search) = tokio::join!(database(&shared), shared.index.health());
    let (status, database) = match database {
        _ if shared.live.is_ending() => ("the server is ending", String::from("not asked")),
        Ok(()) => ("ready", String::from("reachable, schema current")),
        Err((status, reason)) => (status, reason),
    };
    let code = if status == "ready" {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        code,
        Json(Readiness {
            status,
            database,
            search: match (search.is_good(), shared.indexer.status().problem) {
                (true, Some(_)) => format!("{search}, degraded: it can't be written, see the log"),
                _ => search.to_string(),
            },
        }),
    )
}

/// Details of a database's failure stay in the log: they may name hosts and users.
async fn database(shared: &Shared) -> Result<(), (&'static str, String)> {
    let looked = timeout(PATIENCE, async {
        shared.store.ping().await?;
        shared.store.pending_migrations().await
    });
    let unreachable = "the database is not reachable";
    let pending: Result<Vec<String>, Fault> = match looked.await {
        Ok(answer) => answer,
        Err(_) => {
            return Err((
                unreachable,
                format!("no answer in {} s", PATIENCE.as_secs()),
            ));
        }
    };
    match pending {
        Ok(pending) if pending.is_empty() => Ok(()),
        Ok(pending) => Err((
            "the schema is older than this program: run `vitrine migrate`",
            format!("{} migrations are pending", pending.len()),
        )),
        Err(fault) => {
            tracing::warn!(
                error = telemetry::chain(&fault),
                "the database is not ready"
            );
            Err((unreachable, fault.to_string()))
        }
    }
}
