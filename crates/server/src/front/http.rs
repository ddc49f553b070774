//! GraphQL over HTTP: POST with JSON and GET with a query string, as the working draft of the specification has it.

use async_graphql::{Executor, Request as ExecutorRequest};
use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, Response, StatusCode, Version, header};
use graphql::job::{Uploads, may_import};

use super::answer::Answer;
use super::batch::Asked;
use super::body;
use super::error::{Code, Refusal};
use super::keeping::Asker;
use super::media::{MediaType, accepts_events, check_body};
use super::request::GraphqlRequest;
use super::{Caller, Entry, Front, keeping, multipart, status};

const ALLOWED: &str = "GET, HEAD, POST, OPTIONS";

impl<S: Executor> Front<S> {
    /// Answers an HTTP request to the GraphQL endpoint, whatever its method. `prepare` puts the viewer, a fresh set of
    /// loaders and what else the resolvers need on the executor's request; it is called only for an operation that
    /// passed all checks.
    pub async fn handle(
        &self,
        request: Request<Body>,
        caller: Caller,
        prepare: impl Fn(ExecutorRequest) -> ExecutorRequest + Send + Sync,
    ) -> Response<Body> {
        let version = request.version();
        let is_get = request.method() == Method::GET || request.method() == Method::HEAD;
        let is_admin = !caller.role.permissions().is_none();
        let asker = Asker::new(request.headers(), is_admin, is_get);
        if request.method() == Method::OPTIONS {
            return options();
        }
        let events = accepts_events(request.headers());
        let negotiated = MediaType::negotiate(request.headers());
        if negotiated.is_none() && !events {
            let message = "The answer can be application/graphql-response+json or application/json, or text/event-stream, and the Accept header allows none of them.";
            return respond(
                &Answer::Refused(Refusal::new(Code::NotAcceptable, message)),
                MediaType::Json,
                &asker,
            );
        }
        let media = negotiated.unwrap_or(MediaType::Json);
        let (read, left) = match self.read(request, &caller).await {
            Ok(read) => (Ok(read), false),
            Err(unread) => (Err(unread.refusal), unread.left),
        };
        let answer = match read {
            // Some clients accept events in every request, and want them for subscriptions.
            Ok((_, Asked::Many(requests), _)) => {
                return self.batch(requests, &caller, media, &prepare).await;
            }
            Ok((entry, Asked::One(read), files))
                if files.0.is_empty()
                    && events
                    && (negotiated.is_none() || self.is_subscription(&read, &caller)) =>
            {
                return self.events(*read, entry, caller, &asker, prepare).await;
            }
            Ok((entry, Asked::One(read), files)) if files.0.is_empty() => {
                self.answer(*read, entry, caller, prepare).await
            }
            Ok((entry, Asked::One(read), files)) => {
                let with_files = files.clone();
                let prepare = |request| prepare(request).data(with_files);
                let answer = self.answer(*read, entry, caller, prepare).await;
                self.forget_unused(&files, &answer).await;
                answer
            }
            Err(refusal) => Answer::Refused(refusal),
        };
        let mut response = respond(&answer, media, &asker);
        if response.status() == StatusCode::METHOD_NOT_ALLOWED {
            // A mutation over GET belongs to POST; any other method is told all that there are.
            let allowed = if is_get { "POST" } else { ALLOWED };
            response
                .headers_mut()
                .insert(header::ALLOW, HeaderValue::from_static(allowed));
        }
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            let soon = HeaderValue::from_static("1");
            response.headers_mut().insert(header::RETRY_AFTER, soon);
        }
        if left && version < Version::HTTP_2 {
            response
                .headers_mut()
                .insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    /// Deletes the files that nothing was made of. A mutation that goes on may still need them; then a sweep does it.
    async fn forget_unused(&self, files: &Uploads, answer: &Answer) {
        let goes_on =
            matches!(answer, Answer::Refused(refusal) if refusal.code == Code::RequestTimeout);
        if let Some(store) = self.files.as_ref().filter(|_| !goes_on) {
            multipart::drop_unused(store, files).await;
        }
    }

    /// Reads what is asked from the HTTP request, and the files that come with it.
    async fn read(
        &self,
        request: Request<Body>,
        caller: &Caller,
    ) -> Result<(Entry, Asked, Uploads), body::Unread> {
        let limits = self.limits.of(caller.role);
        let unread = |refusal| body::Unread {
            refusal,
            left: false,
        };
        if request.method() == Method::GET || request.method() == Method::HEAD {
            let text = request.uri().query().unwrap_or_default();
            if text.len() > limits.query_string_bytes {
                let limit = limits.query_string_bytes;
                return Err(unread(Refusal::limit(
                    Code::UriTooLong,
                    "bytes in its query string",
                    limit,
                    text.len(),
                )));
            }
            let read = GraphqlRequest::from_query_string(text).map_err(unread)?;
            Ok((Entry::Get, Asked::of(read), Uploads::default()))
        } else if request.method() == Method::POST {
            if let Some(boundary) = multipart::boundary(request.headers()) {
                let Some(store) = self.files.as_ref().filter(|_| may_import(caller.role)) else {
                    let message = "Files are taken from those who may import alone: send application/json, or an admin's key.";
                    return Err(unread(Refusal::new(Code::UnsupportedMediaType, message)));
                };
                let boundary = boundary.map_err(unread)?;
                let (body, id) = (request.into_body(), &*caller.request_id);
                let read = multipart::read(body, boundary, &limits, store, id).await;
                return read.map(|(read, files)| (Entry::Post, Asked::of(read), files));
            }
            if let Err(message) = check_body(request.headers()) {
                return Err(unread(Refusal::new(Code::UnsupportedMediaType, message)));
            }
            // Who has the care of anything is no stranger.
            let memory = caller
                .role
                .permissions()
                .is_none()
                .then(|| self.load.bodies());
            let (limit, time) = (limits.body_bytes, limits.body_timeout);
            let received = body::read(request.into_body(), limit, time, memory).await?;
            let read = Asked::read(&received.bytes, limits.variable_values, limits.batch)
                .map_err(unread)?;
            Ok((Entry::Post, read, Uploads::default()))
        } else {
            let message = "The GraphQL endpoint takes POST, and GET for queries.";
            Err(unread(Refusal::new(Code::MethodNotAllowed, message)))
        }
    }
}

fn options() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static(ALLOWED));
    response
}

/// JSON in a media type that no browser second-guesses.
pub(super) fn written(json: impl Into<Body>, media: MediaType) -> Response<Body> {
    let mut response = Response::new(json.into());
    for (name, value) in [
        (header::CONTENT_TYPE, media.header()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}

/// Writes an answer in the media type that the client asked for.
pub(super) fn respond(answer: &Answer, media: MediaType, asker: &Asker) -> Response<Body> {
    let body = answer.to_json();
    let mut response = written(body.clone(), media);
    let headers = response.headers_mut();
    if let Answer::Refused(Refusal {
        retry_after: Some(seconds),
        ..
    }) = answer
    {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    *response.status_mut() = match answer {
        Answer::Refused(refusal) => status::refused(refusal.code, media),
        Answer::Executed { .. } => status::executed(),
    };
    keeping::tell(&mut response, answer, &body, media, asker);
    response
}
