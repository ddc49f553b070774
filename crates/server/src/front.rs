//! The one door for documents. Whatever way a GraphQL request comes in, it takes these steps, and no way leads past them:
//!
//! 1. its body is bounded ([`body`]) and read by rules of its own ([`request`]), files of admins go into the store
//!    ([`multipart`]); a list of requests is taken apart, each for itself ([`batch`]);
//! 2. its document is sent or named ([`persisted`]), found by its hash in a bounded cache, or parsed, measured before anything
//!    walks it ([`guard`]), and validated against the schema of the viewer's permissions ([`document`], [`schemas`]);
//! 3. its variables are coerced ([`values`]) and its cost is worked out ([`cost`]): what is wrong up to here refuses the
//!    request as a whole;
//! 4. a storefront's query that was asked lately is answered from memory, if its answer holds, or with what another one makes
//!    who asked the same ([`kept`]);
//! 5. else, when there is a place ([`load`]) it is executed ([`mod@execute`]), introspection from the role's schema
//!    ([`introspection`]), the rest by the executor, which gets a tree that it need not parse ([`lower`]) and does no
//!    validation of its own;
//! 6. the answer gets its status and media type from one table ([`status`], [`media`]), and caches are told how long they
//!    may keep it ([`keeping`]). A subscription has many answers, which go out over a WebSocket or as server-sent events
//!    ([`mod@stream`], [`events`]).
//!
//! The executor runs in its fast mode, in which an unknown field is null: so never hand it a document that didn't come
//! through here.

mod absent;
mod answer;
mod batch;
mod body;
mod cost;
mod document;
mod error;
mod events;
mod execute;
mod fields;
mod guard;
mod hex;
mod http;
mod introspection;
mod json;
mod keeping;
mod kept;
mod limits;
mod load;
mod lower;
mod media;
mod multipart;
mod one_of;
mod persisted;
mod ready;
mod request;
mod schema;
mod schemas;
mod status;
mod stream;
mod tokens;
mod values;

use apollo_compiler::executable::OperationType;
use async_graphql::{Executor, Request, Value};
use persistence::Store;

pub use answer::Answer;
pub use error::{Code, Refusal};
pub use graphql::Role;
pub use keeping::Keeping;
pub(crate) use kept::{KeptAnswers, Sources};
pub use limits::Limits;
pub use media::MediaType;
pub use persisted::{ManifestError, PersistedRules, TrustedDocument, TrustedDocuments};
pub use request::{DocumentId, GraphqlRequest};
pub use schema::{SchemaError, ViewerSchema};
pub use schemas::ViewerSchemas;
pub use stream::Answers;

pub(crate) use json::{Unreadable, read_strictly};

use crate::live::Live;
use crate::rate::Meter;
use document::{Documents, PreparedOperation};
use introspection::{Asks, Introspections};
use kept::Known;
use load::Load;
use persisted::Persisted;
use ready::Ready;

/// Who makes a request, as far as the door needs to know.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Whose schema the document must fit.
    pub role: Role,
    /// Pays for what it asks. None: nothing is limited.
    pub meter: Option<Meter>,
    /// Named in the log and in the answer when something goes wrong on our side.
    pub request_id: String,
    /// What decides, beside the role, what they are answered: two who have the same are answered the same.
    pub sees: String,
}

/// The way by which a request came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A POST.
    Post,
    /// A GET or HEAD, which reads only.
    Get,
    /// A message over a WebSocket.
    Socket,
}

/// The front door before an executor.
pub struct Front<S> {
    executor: S,
    schemas: ViewerSchemas,
    documents: Documents,
    persisted: Persisted,
    introspections: Introspections,
    limits: Limits,
    load: Load,
    /// Where files go that come with requests. None: none may come.
    files: Option<Store>,
    /// Counts the streams of events, and ends them. None: nobody does.
    live: Option<Live>,
    /// None: each answer is made anew.
    kept: Option<KeptAnswers>,
}

impl<S: Executor> Front<S> {
    /// Opens the door. `executor` is the schema built in `ValidationMode::Fast`; `schemas` are the parts of it that viewers
    /// have.
    pub fn new(executor: S, schemas: ViewerSchemas, limits: Limits) -> Self {
        Self {
            executor,
            schemas,
            documents: Documents::new(limits, Keeping::default()),
            persisted: Persisted::new(PersistedRules::default(), TrustedDocuments::default()),
            introspections: Introspections::new(limits.document_cache_bytes / 4),
            limits,
            load: Load::new(limits),
            files: None,
            live: None,
            kept: None,
        }
    }

    /// Gives answers from memory, as long as they hold.
    #[must_use]
    pub(crate) fn remembering(self, kept: Option<KeptAnswers>) -> Self {
        Self { kept, ..self }
    }

    /// Has the streams of events counted, and ended with the others.
    #[must_use]
    pub fn counted_in(self, live: Live) -> Self {
        Self {
            live: Some(live),
            ..self
        }
    }

    /// Lets caches keep answers for so long.
    #[must_use]
    pub fn keeping_answers(self, keeping: Keeping) -> Self {
        Self {
            documents: Documents::new(self.limits, keeping),
            ..self
        }
    }

    /// Has documents that can be asked for by name. Each is validated here, against the whole schema.
    ///
    /// # Errors
    /// The first document that isn't valid, with its file and identifier.
    pub fn with_persisted_documents(
        self,
        rules: PersistedRules,
        documents: TrustedDocuments,
    ) -> Result<Self, ManifestError> {
        let whole = self.schemas.whole();
        for document in &documents.0 {
            let checked = self.documents.get(&document.text, Role::Admin, whole);
            if let Err(refusal) = checked {
                let what = refusal.errors.iter().map(|error| {
                    let place = error
                        .locations
                        .first()
                        .map(|at| format!(" (line {}, column {})", at.line, at.column));
                    format!("{}{}", error.message, place.unwrap_or_default())
                });
                let what: Vec<String> = what.collect();
                let what = format_args!("is not valid: {}", what.join(" "));
                return Err(ManifestError::at(&document.file, &document.id, what));
            }
        }
        Ok(Self {
            persisted: Persisted::new(rules, documents),
            ..self
        })
    }

    /// Lets admins send files, which go into this store.
    #[must_use]
    pub fn keeping_files_in(self, store: Store) -> Self {
        Self {
            files: Some(store),
            ..self
        }
    }

    /// Answers a GraphQL request, wherever it came from. `prepare` puts what the resolvers need on the executor's request.
    pub async fn answer(
        &self,
        request: GraphqlRequest,
        entry: Entry,
        caller: Caller,
        prepare: impl FnOnce(Request) -> Request + Send,
    ) -> Answer {
        match self.run(&request, entry, &caller, prepare).await {
            Ok(answer) => answer,
            Err(refusal) => Answer::Refused(refusal),
        }
    }

    async fn run(
        &self,
        request: &GraphqlRequest,
        entry: Entry,
        caller: &Caller,
        prepare: impl FnOnce(Request) -> Request + Send,
    ) -> Result<Answer, Refusal> {
        let ready = self.admit(request, caller).await?;
        allow(ready.kind, entry)?;
        self.carry_out(ready, request, caller, prepare).await
    }

    /// Gives an operation's one answer: the kept one, or else one that is made.
    async fn carry_out(
        &self,
        ready: Ready,
        request: &GraphqlRequest,
        caller: &Caller,
        prepare: impl FnOnce(Request) -> Request + Send,
    ) -> Result<Answer, Refusal> {
        let name = request.operation_name.as_deref();
        let kept = Some(ready.kept);
        let wanted = match self.known(&ready, name, caller).await {
            Known::Answer(json) => return Ok(Answer::Executed { json, kept }),
            Known::Wanted(wanted) => Some(wanted),
            Known::Nothing => None,
        };
        let answer = self.make(ready, name, caller, prepare).await;
        if let (Some(answers), Some(wanted)) = (&self.kept, wanted) {
            let whole = match &answer {
                Ok(Answer::Executed { json, kept }) => kept.and(Some(json)),
                Ok(Answer::Refused(_)) | Err(_) => None,
            };
            answers.keep(wanted, whole).await;
        }
        answer
    }

    /// Makes an operation's answer, when there is a place.
    async fn make(
        &self,
        ready: Ready,
        name: Option<&str>,
        caller: &Caller,
        prepare: impl FnOnce(Request) -> Request + Send,
    ) -> Result<Answer, Refusal> {
        let _place = self.load.enter(ready.cost).await?;
        self.run_now(ready, name, caller, prepare).await
    }

    /// Runs an operation, which has its place.
    async fn run_now(
        &self,
        mut ready: Ready,
        name: Option<&str>,
        caller: &Caller,
        prepare: impl FnOnce(Request) -> Request + Send,
    ) -> Result<Answer, Refusal> {
        let schema = &*ready.schema;
        if ready.asks == Asks::Only {
            let operation = ready.document.operation(name)?;
            let json =
                self.introspections
                    .answer(schema, &ready.document, operation, &ready.variables)?;
            let kept = Some(ready.kept);
            return Ok(Answer::Executed { json, kept });
        }
        let part = match ready.asks {
            Asks::Also => introspection::part(
                schema,
                &ready.document,
                ready.document.operation(name)?,
                &ready.variables,
            )?,
            Asks::Nothing | Asks::Only => Default::default(),
        };
        let executable = prepare(ready.executable(name)?);
        let (time, request_id) = (self.limits.request_timeout, &*caller.request_id);
        let mut response = match ready.kind {
            OperationType::Mutation => {
                execute::mutation(&self.executor, executable, time, request_id).await?
            }
            OperationType::Query | OperationType::Subscription => {
                execute::query(&self.executor, executable, time, request_id).await?
            }
        };
        if let Value::Object(data) = &mut response.data {
            data.extend(part);
        }
        answer::tell_cost(&mut response, ready.cost, self.limits.of(caller.role).cost);
        let response = answer::finish(response, self.limits.errors, request_id)?;
        // Written before the place is free, so that there are never more trees than places.
        Ok(answer::write(&response, ready.kept))
    }

    /// What is known of the answer to a storefront's query. Whoever may do more sees more, and asks less often.
    async fn known(&self, ready: &Ready, name: Option<&str>, caller: &Caller) -> Known {
        let Some(kept) = &self.kept else {
            return Known::Nothing;
        };
        if ready.asks != Asks::Nothing || !caller.role.permissions().is_none() {
            return Known::Nothing;
        }
        match ready.question(name, &caller.sees) {
            Some(question) => kept.look_up(question).await,
            None => Known::Nothing,
        }
    }

    /// Takes a request through all the checks, and its cost from what its sender may ask in a time. What is refused has
    /// cost a point too.
    async fn admit(&self, request: &GraphqlRequest, caller: &Caller) -> Result<Ready, Refusal> {
        let ready = self.ready(request, caller.role);
        if let Some(meter) = &caller.meter {
            let cost = ready.as_ref().map_or(1, |ready| ready.cost);
            meter.take(cost).await.map_err(Refusal::rate_limited)?;
        }
        ready
    }

    /// Takes a request through all the checks.
    fn ready(&self, request: &GraphqlRequest, role: Role) -> Result<Ready, Refusal> {
        let schema = self.schemas.of(role.permissions())?;
        let found = self.persisted.find(request, role)?;
        let document = self.documents.get(&found.text, role, &schema)?;
        self.persisted.keep(&found);
        let operation: &PreparedOperation =
            document.operation(request.operation_name.as_deref())?;
        let given = &request.variables;
        let (coerced, variables) = values::coerce(
            &schema,
            &document.source,
            &operation.source,
            given,
            &self.limits.of(role),
        )?;
        let cost = operation.cost.with(&coerced);
        self.check_cost(cost, role)?;
        let asked_by = operation.asked_by.with(&coerced);
        let kept = match asked_by {
            Some(soonest) => operation.kept.min(self.documents.keeping().time(soonest)),
            None => operation.kept,
        };
        let asks = Asks::of(&document, &operation.source);
        let kind = operation.kind();
        Ok(Ready {
            schema,
            document,
            variables: coerced,
            given: variables,
            kind,
            asks,
            cost,
            kept,
        })
    }

    fn check_cost(&self, cost: u64, role: Role) -> Result<(), Refusal> {
        let limit = self.limits.of(role).cost;
        if cost <= limit {
            return Ok(());
        }
        let message = format!(
            "The request would cost {cost} points; the limit is {limit}. Ask for shorter pages, or for less in them."
        );
        let refusal = Refusal::new(Code::CostTooHigh, message);
        Err(refusal.with("limit", limit).with("measured", cost))
    }
}

/// Whether an operation may come in this way.
fn allow(kind: OperationType, entry: Entry) -> Result<(), Refusal> {
    match (kind, entry) {
        (OperationType::Query, _) | (OperationType::Mutation, Entry::Post | Entry::Socket) => {
            Ok(())
        }
        (OperationType::Mutation, Entry::Get) => Err(Refusal::new(
            Code::MethodNotAllowed,
            "A mutation can't be sent with GET; send it with POST.",
        )),
        (OperationType::Subscription, _) => {
            let message = "A subscription gives more than one answer, which a plain HTTP request can't carry: send `Accept: text/event-stream` for server-sent events, or use the WebSocket at /graphql/ws.";
            Err(Refusal::new(Code::SubscriptionNotSupported, message))
        }
    }
}
