//! Lists of requests in one body, as some clients send them to save round trips. They are taken where a limit says how many.
//!
//! Each request takes the whole way through the door by itself, one after the other, and has an answer of its own in the list,
//! a refusal too: so the list as a whole is answered with 200.

use apollo_compiler::response::JsonValue;
use async_graphql::{Executor, Request as ExecutorRequest};
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, header};

use super::answer::Answer;
use super::error::{Code, Refusal};
use super::media::MediaType;
use super::request::GraphqlRequest;
use super::{Caller, Entry, Front, http};

/// What a body asks.
pub(super) enum Asked {
    /// One request.
    One(Box<GraphqlRequest>),
    /// Several, of which some may be no requests.
    Many(Vec<Result<GraphqlRequest, Refusal>>),
}

impl Asked {
    /// Reads the JSON body of a POST, which may have so many values, and be a list of so many requests. 0: it may be none.
    ///
    /// # Errors
    /// As [`GraphqlRequest::from_json_of`], `LIST_TOO_LONG`, and `BAD_REQUEST` for an empty list.
    pub(super) fn read(body: &[u8], most_values: usize, most: usize) -> Result<Self, Refusal> {
        match GraphqlRequest::value_of(body, most_values)? {
            JsonValue::Array(list) if most > 0 => Self::of_list(list, most),
            one => GraphqlRequest::from_value(one).map(Self::of),
        }
    }

    /// One request.
    pub(super) fn of(request: GraphqlRequest) -> Self {
        Self::One(Box::new(request))
    }

    fn of_list(list: Vec<JsonValue>, most: usize) -> Result<Self, Refusal> {
        if list.is_empty() {
            let message = "The list of requests is empty.";
            return Err(Refusal::new(Code::BadRequest, message));
        }
        if list.len() > most {
            let (what, measured) = ("requests in its list", list.len());
            return Err(Refusal::limit(Code::ListTooLong, what, most, measured));
        }
        let read = list.into_iter().map(GraphqlRequest::from_value);
        Ok(Self::Many(read.collect()))
    }
}

impl<S: Executor> Front<S> {
    /// Answers a list of requests, in its order.
    pub(super) async fn batch(
        &self,
        requests: Vec<Result<GraphqlRequest, Refusal>>,
        caller: &Caller,
        media: MediaType,
        prepare: &(impl Fn(ExecutorRequest) -> ExecutorRequest + Send + Sync),
    ) -> Response<Body> {
        let mut answers = Vec::with_capacity(requests.len());
        for request in requests {
            let answer = match request {
                Ok(request) => {
                    let caller = caller.clone();
                    self.answer(request, Entry::Post, caller, prepare).await
                }
                Err(refusal) => Answer::Refused(refusal),
            };
            answers.push(answer.to_json());
        }
        respond(&answers, media)
    }
}

fn respond(answers: &[Bytes], media: MediaType) -> Response<Body> {
    let body = [b"[".as_slice(), &answers.join(&b','), b"]"].concat();
    let mut response = http::written(body, media);
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}
