//! Requests with files, as the GraphQL multipart request specification has them: the parts `operations`, `map`, and then the
//! files.
//!
//! Only admins may send files. Who one is, is said by the `Authorization` header alone, which no page of another site can
//! have a browser send: so a multipart request, which such a page could send, is never an admin's. The files go into the
//! store as they come, chunk by chunk; in the variables the hash of a file's bytes stands for it. From there on the request is
//! one like any other.

use std::{collections::BTreeMap, future::Future, time::Duration};

use axum::{
    body::Body,
    http::{HeaderMap, header},
};
use domain::outcome::{Fault, FaultKind};
use graphql::job::{Upload, Uploads};
use multer::{Constraints, Field, Multipart, SizeLimit};
use persistence::Store;
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use super::{
    body::Unread,
    error::{Code, Refusal},
    hex::hex,
    limits::Limits,
    request::GraphqlRequest,
};
use crate::{jobs::CHUNK, telemetry};

/// How many files a request may have.
const FILES: usize = 10;
/// How long a whole upload may take, however steadily it comes.
const LONGEST: Duration = Duration::from_secs(3_600);
/// Between two tries to write to a busy store.
const PAUSE: Duration = Duration::from_millis(100);

/// The boundary of a multipart request. None: it is none.
pub(super) fn boundary(headers: &HeaderMap) -> Option<Result<String, Refusal>> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let media = value.split(';').next()?.trim();
    if !media.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    if headers.contains_key(header::CONTENT_ENCODING) {
        let why = "Send the body without a Content-Encoding.";
        return Some(Err(Refusal::new(Code::UnsupportedMediaType, why)));
    }
    Some(multer::parse_boundary(value).map_err(|_| bad("The Content-Type has no boundary.")))
}

/// Reads a multipart request, and keeps its files in the store.
///
/// # Errors
/// What is wrong with it. What was kept of its files is gone then, or goes with the next sweep.
pub(super) async fn read(
    body: Body,
    boundary: String,
    limits: &Limits,
    store: &Store,
    request_id: &str,
) -> Result<(GraphqlRequest, Uploads), Unread> {
    let mut kept = Uploads::default();
    let size = SizeLimit::new()
        .whole_stream(limits.upload_bytes)
        .for_field("operations", limits.body_bytes as u64)
        .for_field("map", limits.body_bytes as u64);
    let constraints = Constraints::new().size_limit(size);
    let form = Form {
        form: Multipart::with_constraints(body.into_data_stream(), boundary, constraints),
        limits,
        store,
        request_id,
    };
    let read = tokio::time::timeout(LONGEST, form.read(&mut kept)).await;
    match read.unwrap_or_else(|_| Err(late(LONGEST))) {
        Ok(request) => Ok((request, kept)),
        Err(refusal) => {
            drop_unused(store, &kept).await;
            Err(Unread {
                refusal,
                left: true,
            })
        }
    }
}

/// Deletes files that no job has taken.
pub(super) async fn drop_unused(store: &Store, uploads: &Uploads) {
    for upload in &uploads.0 {
        if let Err(fault) = store.blob_delete_unused(upload.id).await {
            tracing::warn!(
                error = telemetry::chain(&fault),
                "a file that was uploaded could not be deleted; the next sweep tries again"
            );
        }
    }
}

struct Form<'a> {
    form: Multipart<'static>,
    limits: &'a Limits,
    store: &'a Store,
    request_id: &'a str,
}

impl Form<'_> {
    async fn read(mut self, kept: &mut Uploads) -> Result<GraphqlRequest, Refusal> {
        let operations = self.text("operations").await?;
        let mut request = GraphqlRequest::from_json(operations.as_bytes())?;
        let mut places = places(&self.text("map").await?)?;
        while let Some(field) = self.next().await? {
            let name = field.name().unwrap_or_default().to_owned();
            let Some(paths) = places.remove(&name) else {
                return Err(bad(format!(
                    "The part {name:?} is not in `map`, or comes twice."
                )));
            };
            let upload = self.keep(field, kept).await?;
            for path in paths {
                put(&mut request, &path, &upload.handle)?;
            }
        }
        match places.into_keys().next() {
            Some(missing) => Err(bad(format!(
                "The part {missing:?}, which `map` names, didn't come."
            ))),
            None => Ok(request),
        }
    }

    async fn next(&mut self) -> Result<Option<Field<'static>>, Refusal> {
        let time = self.limits.body_timeout;
        let next = tokio::time::timeout(time, self.form.next_field()).await;
        next.map_err(|_| late(time))?
            .map_err(|error| broken(&error, self.limits))
    }

    /// The text of the part that has to come next.
    async fn text(&mut self, name: &str) -> Result<String, Refusal> {
        let time = self.limits.body_timeout;
        let order = || {
            bad(format!(
                "The part `{name}` is missing: a form has `operations`, then `map`, then the files."
            ))
        };
        let field = self.next().await?.ok_or_else(order)?;
        if field.name() != Some(name) {
            return Err(order());
        }
        let text = tokio::time::timeout(time, field.bytes()).await;
        let text = text
            .map_err(|_| late(time))?
            .map_err(|error| broken(&error, self.limits))?;
        String::from_utf8(text.to_vec()).map_err(|_| bad(format!("`{name}` is not UTF-8.")))
    }

    /// Writes a file into the store as it comes.
    async fn keep(&self, mut field: Field<'static>, kept: &mut Uploads) -> Result<Upload, Refusal> {
        let id = self.patiently(|| self.store.blob_begin()).await?;
        let name = field.file_name().unwrap_or("upload");
        kept.0.push(Upload {
            id,
            name: name.chars().take(200).collect(),
            size: 0,
            handle: String::new(),
        });
        let (mut hash, mut size, mut place) = (Sha256::new(), 0_i64, 0);
        let mut chunk: Vec<u8> = Vec::with_capacity(CHUNK);
        let time = self.limits.body_timeout;
        loop {
            let bytes = tokio::time::timeout(time, field.chunk()).await;
            let bytes = bytes
                .map_err(|_| late(time))?
                .map_err(|error| broken(&error, self.limits))?;
            let ended = bytes.is_none();
            let bytes = bytes.unwrap_or_default();
            hash.update(&bytes);
            size += i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            chunk.extend_from_slice(&bytes);
            while chunk.len() >= CHUNK || (ended && !chunk.is_empty()) {
                let rest = chunk.split_off(chunk.len().min(CHUNK));
                let full = std::mem::replace(&mut chunk, rest);
                self.patiently(|| self.store.blob_append(id, place, full.clone()))
                    .await?;
                place += 1;
            }
            if ended {
                break;
            }
        }
        let upload = kept.0.last_mut().expect("it was put there above");
        upload.size = size;
        upload.handle = format!("sha256:{}", hex(&hash.finalize()));
        Ok(upload.clone())
    }

    /// Writes to the store, and waits for whoever else writes it: on SQLite that is one at a time, and an import may take its
    /// time.
    async fn patiently<T, F>(&self, write: impl Fn() -> F) -> Result<T, Refusal>
    where
        F: Future<Output = Result<T, Fault>>,
    {
        let deadline = Instant::now() + self.limits.upload_patience;
        loop {
            let fault = match write().await {
                Ok(done) => return Ok(done),
                Err(fault) => fault,
            };
            let busy = matches!(fault.kind, FaultKind::Contended | FaultKind::Timeout);
            if busy && Instant::now() < deadline {
                tokio::time::sleep(PAUSE).await;
                continue;
            }
            tracing::error!(
                request.id = self.request_id,
                error = telemetry::chain(&fault),
                "a file that was uploaded could not be kept"
            );
            return Err(if busy {
                let message = format!(
                    "Another writer, such as an import, keeps the store busy; the file waited {} s for it. Send it again in a while.",
                    self.limits.upload_patience.as_secs_f32()
                );
                Refusal::new(Code::ServiceUnavailable, message).with("requestId", self.request_id)
            } else {
                Refusal::internal(self.request_id)
            });
        }
    }
}

/// `map`: for each file the places in the operations that it belongs to.
fn places(text: &str) -> Result<BTreeMap<String, Vec<String>>, Refusal> {
    let places: BTreeMap<String, Vec<String>> = serde_json::from_str(text).map_err(|error| {
        bad(format!(
            "`map` must be an object with a list of paths for each file: {error}."
        ))
    })?;
    if places.len() > FILES {
        return Err(Refusal::limit(
            Code::ListTooLong,
            "files",
            FILES,
            places.len(),
        ));
    }
    Ok(places)
}

/// Puts a file's handle in the place of the null that stands for it.
fn put(request: &mut GraphqlRequest, path: &str, handle: &str) -> Result<(), Refusal> {
    let nowhere = || {
        bad(format!(
            "The path {path:?} in `map` leads to no null among the variables, such as \"variables.input.file\"."
        ))
    };
    let mut steps = path.split('.');
    let (Some("variables"), Some(first)) = (steps.next(), steps.next()) else {
        return Err(nowhere());
    };
    let mut at = request.variables.get_mut(first).ok_or_else(nowhere)?;
    for step in steps {
        let next = if at.is_array() {
            let place = step.parse::<usize>().ok();
            place.and_then(|place| at.as_array_mut()?.get_mut(place))
        } else {
            at.as_object_mut().and_then(|members| members.get_mut(step))
        };
        at = next.ok_or_else(nowhere)?;
    }
    if !at.is_null() {
        return Err(nowhere());
    }
    *at = handle.into();
    Ok(())
}

fn broken(error: &multer::Error, limits: &Limits) -> Refusal {
    match error {
        multer::Error::StreamSizeExceeded { limit }
        | multer::Error::FieldSizeExceeded { limit, .. } => {
            let message = format!(
                "The upload is too large: {limit} bytes are allowed here. A form may have {} bytes (limits.upload_bytes of the \
                 server's settings), and `operations` and `map` {} each. The command line imports files of any size.",
                limits.upload_bytes, limits.body_bytes
            );
            Refusal::new(Code::BodyTooLarge, message)
        }
        other => bad(format!("The form can't be read: {other}.")),
    }
}

fn late(time: Duration) -> Refusal {
    let message = format!("Nothing more of the body came for {} s.", time.as_secs());
    Refusal::new(Code::BodyTimeout, message)
}

fn bad(message: impl Into<String>) -> Refusal {
    Refusal::new(Code::BadRequest, message)
}
