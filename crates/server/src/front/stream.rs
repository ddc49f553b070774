//! Operations whose answers go out one after the other: a subscription as often as something happens, any other once.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use apollo_compiler::executable::OperationType;
use async_graphql::{Executor, PathSegment, Request, Response, Value};
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt};

use super::answer::{self, Answer};
use super::error::{Code, Refusal};
use super::execute::panicked;
use super::request::GraphqlRequest;
use super::{Caller, Entry, Front, allow};

/// Answers, one after the other. A refusal is the last of them.
pub type Answers = BoxStream<'static, Answer>;

impl<S: Executor> Front<S> {
    /// Answers a GraphQL request over an entry that can carry more than one answer. `prepare` puts what the resolvers need
    /// on the executor's request.
    pub async fn answers(
        &self,
        request: GraphqlRequest,
        entry: Entry,
        caller: Caller,
        prepare: impl FnOnce(Request) -> Request + Send,
    ) -> Answers {
        match self.begin(&request, entry, &caller, prepare).await {
            Ok(answers) => answers,
            Err(refusal) => once(Answer::Refused(refusal)),
        }
    }

    /// As [`Self::answers`]; what is wrong with the request comes as such.
    pub(super) async fn begin(
        &self,
        request: &GraphqlRequest,
        entry: Entry,
        caller: &Caller,
        prepare: impl FnOnce(Request) -> Request + Send,
    ) -> Result<Answers, Refusal> {
        let mut ready = self.admit(request, caller).await?;
        if ready.kind != OperationType::Subscription {
            allow(ready.kind, entry)?;
            let answer = self.carry_out(ready, request, caller, prepare).await?;
            return Ok(once(answer));
        }
        let executable = ready.executable(request.operation_name.as_deref())?;
        let responses = self.executor.execute_stream(prepare(executable), None);
        Ok(finished(
            responses,
            self.limits.errors,
            caller.request_id.clone(),
        ))
    }

    /// Whether a request asks for a subscription. One that would be refused asks for none.
    pub(super) fn is_subscription(&self, request: &GraphqlRequest, caller: &Caller) -> bool {
        let Ok(schema) = self.schemas.of(caller.role.permissions()) else {
            return false;
        };
        let Ok(found) = self.persisted.find(request, caller.role) else {
            return false;
        };
        let document = self.documents.get(&found.text, caller.role, &schema);
        document.is_ok_and(|document| {
            let operation = document.operation(request.operation_name.as_deref());
            operation.is_ok_and(|operation| operation.kind() == OperationType::Subscription)
        })
    }
}

pub(super) fn once(answer: Answer) -> Answers {
    stream::once(std::future::ready(answer)).boxed()
}

/// The answers of a subscription, readied for the client. A panic or a refusal is the last of them.
fn finished(
    responses: BoxStream<'static, Response>,
    most_errors: usize,
    request_id: String,
) -> Answers {
    stream::unfold(Some(responses), move |responses| {
        let request_id = request_id.clone();
        async move {
            let mut responses = responses?;
            // As for a query: loaders gather their keys from wait to wait.
            let next = tokio::task::unconstrained(responses.next());
            let answer = match AssertUnwindSafe(next).catch_unwind().await {
                Ok(response) => readied(response?, most_errors, &request_id),
                Err(panic) => Answer::Refused(panicked(&*panic, &request_id)),
            };
            let goes_on = !matches!(answer, Answer::Refused(_));
            Some((answer, goes_on.then_some(responses)))
        }
    })
    .boxed()
}

/// One answer. Where the root field itself fails there is no stream, or it has broken off: that is no event, but the end.
fn readied(response: Response, most_errors: usize, request_id: &str) -> Answer {
    let broken = response.data == Value::Null
        && !response.errors.is_empty()
        && response
            .errors
            .iter()
            .all(|error| matches!(&*error.path, [] | [PathSegment::Field(_)]));
    match answer::finish(response, most_errors, request_id) {
        Ok(response) if broken => Answer::Refused(Refusal::of(Code::BadUserInput, response.errors)),
        Ok(response) => answer::write(&response, Duration::ZERO),
        Err(refusal) => Answer::Refused(refusal),
    }
}
