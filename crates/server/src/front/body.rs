//! Reads a body up to a limit and within a time.

use std::{sync::Arc, time::Duration};

use axum::body::{Body, Bytes, HttpBody};
use http_body_util::BodyExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::{Code, Refusal};
use super::load::overloaded;

/// How much more than the limit is read and thrown away, so that a client which only reads after it has written gets to
/// see the refusal; beyond it the connection is closed.
const DRAINED: usize = 4 * 1024 * 1024;

/// So much of each body may be in memory without being counted.
const FREE: usize = 16 * 1024;

/// A body, and what it takes of the memory that all have together.
pub(super) struct Received {
    pub bytes: Vec<u8>,
    _taken: Option<OwnedSemaphorePermit>,
}

/// A body that wasn't read.
pub(super) struct Unread {
    pub refusal: Refusal,
    /// Whether bytes are left that nobody will read, so that the connection has to close.
    pub left: bool,
}

/// Reads a body of at most `limit` bytes. `memory` is what all bodies may take together, in KiB; without it nobody counts.
///
/// # Errors
/// `BODY_TOO_LARGE`, `BODY_TIMEOUT`, `OVERLOADED`, or `BAD_REQUEST` when the client broke off.
pub(super) async fn read(
    body: Body,
    limit: usize,
    time: Duration,
    memory: Option<&Arc<Semaphore>>,
) -> Result<Received, Unread> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > limit.saturating_add(DRAINED) {
        return Err(Unread {
            refusal: too_large(limit),
            left: true,
        });
    }
    let late = || {
        let message = format!("The body didn't arrive within {} ms.", time.as_millis());
        Unread {
            refusal: Refusal::new(Code::BodyTimeout, message),
            left: true,
        }
    };
    tokio::time::timeout(time, collect(body, limit, memory))
        .await
        .unwrap_or_else(|_| Err(late()))
}

async fn collect(
    mut body: Body,
    limit: usize,
    memory: Option<&Arc<Semaphore>>,
) -> Result<Received, Unread> {
    let mut read = Vec::new();
    let mut taken: Option<OwnedSemaphorePermit> = None;
    let mut length: usize = 0;
    while let Some(frame) = body.frame().await {
        let broken = || Refusal::new(Code::BadRequest, "The body broke off.");
        let frame = frame.map_err(|_| Unread {
            refusal: broken(),
            left: true,
        })?;
        let data: Bytes = frame.into_data().unwrap_or_default();
        length = length.saturating_add(data.len());
        if length > limit.saturating_add(DRAINED) {
            return Err(Unread {
                refusal: too_large(limit),
                left: true,
            });
        }
        if length > FREE
            && length <= limit
            && let Some(memory) = memory
        {
            // Each frame counts as a KiB at least, so that many small ones are no way round.
            let kibibytes = u32::try_from(data.len().div_ceil(1024)).unwrap_or(u32::MAX);
            let more = Arc::clone(memory).try_acquire_many_owned(kibibytes);
            let more = more.map_err(|_| Unread {
                refusal: overloaded(
                    "Too many large requests are being sent at the moment. Try again.",
                ),
                left: true,
            })?;
            match &mut taken {
                Some(taken) => taken.merge(more),
                None => taken = Some(more),
            }
        }
        if length <= limit {
            read.extend_from_slice(&data);
        }
    }
    if length > limit {
        return Err(Unread {
            refusal: too_large(limit),
            left: false,
        });
    }
    Ok(Received {
        bytes: read,
        _taken: taken,
    })
}

fn too_large(limit: usize) -> Refusal {
    Refusal::new(
        Code::BodyTooLarge,
        format!("The request's body is larger than {limit} bytes."),
    )
    .with("limit", limit)
}
