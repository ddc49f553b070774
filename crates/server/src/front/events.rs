//! Server-sent events by the graphql-sse protocol in its distinct connections mode: each answer is an event `next`, and the
//! event `complete` is the end.

use std::convert::Infallible;
use std::pin::Pin;
use std::time::Duration;

use async_graphql::{Executor, Request};
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, StatusCode, header};
use futures_util::stream::{self, StreamExt};

use super::answer::Answer;
use super::error::{Code, Refusal};
use super::http::respond;
use super::keeping::Asker;
use super::media::MediaType;
use super::request::GraphqlRequest;
use super::stream::{Answers, once};
use super::{Caller, Entry, Front};
use crate::live::LiveStream;

/// How often something is sent while nothing happens, so that nobody between us and the client takes it for dead.
const SIGN_OF_LIFE: Duration = Duration::from_secs(12);

impl<S: Executor> Front<S> {
    /// Answers a request with events. What is wrong with its document is an event too; what is wrong with the HTTP request
    /// has the status that it has elsewhere.
    pub(super) async fn events(
        &self,
        request: GraphqlRequest,
        entry: Entry,
        caller: Caller,
        asker: &Asker,
        prepare: impl FnOnce(Request) -> Request + Send,
    ) -> Response<Body> {
        let place = match self.live.as_ref().map(crate::live::Live::events) {
            Some(None) => {
                let message =
                    "As many operations send events as this server takes. Try again later.";
                let refusal = Refusal::new(Code::TooManyStreams, message);
                return respond(&Answer::Refused(refusal), MediaType::Json, asker);
            }
            Some(place) => place,
            None => None,
        };
        let answers = match self.begin(&request, entry, &caller, prepare).await {
            Err(refusal) if refusal.code == Code::MethodNotAllowed => {
                return respond(&Answer::Refused(refusal), MediaType::Json, asker);
            }
            Err(refusal) => once(Answer::Refused(refusal)),
            Ok(answers) => answers,
        };
        let ending: Pin<Box<dyn Future<Output = ()> + Send>> = match &self.live {
            Some(live) => Box::pin(live.ending()),
            None => Box::pin(std::future::pending()),
        };
        let sending = Sending {
            answers,
            ending,
            next: Next::Opening,
            _place: place,
        };
        let body = stream::unfold(sending, |mut sending| async move {
            let chunk = sending.chunk().await?;
            Some((Ok::<_, Infallible>(chunk), sending))
        });
        let mut response = Response::new(Body::from_stream(body));
        *response.status_mut() = StatusCode::OK;
        let headers = response.headers_mut();
        for (name, value) in [
            (header::CONTENT_TYPE, "text/event-stream; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::VARY, "accept"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        // Proxies of the family of nginx would wait for more.
        headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        response
    }
}

/// What is sent next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Something at once, so that the client sees that it is connected.
    Opening,
    Answer,
    Complete,
    Nothing,
}

struct Sending {
    answers: Answers,
    ending: Pin<Box<dyn Future<Output = ()> + Send>>,
    next: Next,
    /// Given back when the client is gone, or has everything.
    _place: Option<LiveStream>,
}

impl Sending {
    async fn chunk(&mut self) -> Option<Bytes> {
        match self.next {
            Next::Opening => {
                self.next = Next::Answer;
                Some(Bytes::from_static(b":\n\n"))
            }
            Next::Answer => Some(self.answer().await),
            Next::Complete => Some(self.complete()),
            Next::Nothing => None,
        }
    }

    async fn answer(&mut self) -> Bytes {
        let answer = tokio::select! {
            answer = self.answers.next() => answer,
            () = &mut self.ending => None,
            () = tokio::time::sleep(SIGN_OF_LIFE) => return Bytes::from_static(b":\n\n"),
        };
        let Some(answer) = answer else {
            return self.complete();
        };
        if matches!(answer, Answer::Refused(_)) {
            self.next = Next::Complete;
        }
        let json = answer.to_json();
        Bytes::from([b"event: next\ndata: ", &*json, b"\n\n"].concat())
    }

    fn complete(&mut self) -> Bytes {
        self.next = Next::Nothing;
        Bytes::from_static(b"event: complete\ndata:\n\n")
    }
}
