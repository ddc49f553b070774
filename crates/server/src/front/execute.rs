//! Runs an operation: in time, without letting a panic out, and a mutation to its end.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use async_graphql::{Executor, Request, Response};
use futures_util::FutureExt;
use tracing::Instrument;

use super::error::{Code, Refusal};

/// Has the executor run a request in one go from wait to wait. A loader waits for a turn or two until all fields of a level
/// have said their keys; Tokio's budget would interrupt the turn of many fields half way, and break their batch apart.
async fn run(executor: &impl Executor, request: Request) -> Response {
    tokio::task::unconstrained(executor.execute(request)).await
}

/// Runs a query. It stops when the caller stops polling, which is what a server does when its client has gone.
///
/// # Errors
/// `REQUEST_TIMEOUT`, or `INTERNAL_SERVER_ERROR` when a resolver panicked.
pub(super) async fn query(
    executor: &impl Executor,
    request: Request,
    time: Duration,
    request_id: &str,
) -> Result<Response, Refusal> {
    let running = AssertUnwindSafe(run(executor, request)).catch_unwind();
    match tokio::time::timeout(time, running).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(panic)) => Err(panicked(&*panic, request_id)),
        Err(_) => Err(timed_out(
            time,
            "The query took longer than {}, and was stopped.",
        )),
    }
}

/// Runs a mutation in a task of its own: once begun it is carried through, whether or not the client waits for the answer.
///
/// # Errors
/// `REQUEST_TIMEOUT` when the answer isn't waited for any longer, or `INTERNAL_SERVER_ERROR` when a resolver panicked.
pub(super) async fn mutation<S: Executor>(
    executor: &S,
    request: Request,
    time: Duration,
    request_id: &str,
) -> Result<Response, Refusal> {
    let executor = executor.clone();
    let task = tokio::spawn(async move { run(&executor, request).await }.in_current_span());
    match tokio::time::timeout(time, task).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(failed)) => match failed.try_into_panic() {
            Ok(panic) => Err(panicked(&*panic, request_id)),
            // The server is going down.
            Err(_) => Err(Refusal::internal(request_id)),
        },
        Err(_) => Err(timed_out(
            time,
            "The mutation takes longer than {}. It goes on, so look before you repeat it.",
        )),
    }
}

fn timed_out(time: Duration, message: &str) -> Refusal {
    let time = format!("{} ms", time.as_millis());
    Refusal::new(Code::RequestTimeout, message.replace("{}", &time))
}

pub(super) fn panicked(panic: &(dyn Any + Send), request_id: &str) -> Refusal {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(
        request.id = request_id,
        panic = message.unwrap_or("of another type"),
        "a resolver panicked"
    );
    Refusal::internal(request_id)
}
