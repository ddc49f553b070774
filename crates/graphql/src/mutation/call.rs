//! One call of a mutation.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use async_graphql::{Context, Result};
use domain::{
    inventory::Reservation,
    outcome::{Fault, FaultKind},
    reference::Reference,
};
use persistence::{
    Actor, CatalogVersion, IdempotencyKey, Remembered, RequestKey, ReservationAnswer,
    ReservationCall, StockFailure, StockProblem, Store,
};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{Change, Done, Input, Refusal, RefusalCode, Stop, Together, Work, answer::Answer};
use crate::{
    access::refused,
    buyer::{BuyerContext, View, Within},
    context::{Asked, fresh_view, view},
    error::{ErrorCode, refuse},
    viewer::require,
};

/// How often a change is tried where others are in the way.
const ATTEMPTS: u32 = 6;
/// How long it waits before the second try; twice as long before each one after it.
const PAUSE: Duration = Duration::from_millis(10);

const REMEMBERING: &str = "remembering an answer";

/// What all mutations take, and what this one was given.
pub(crate) struct Call {
    arguments: Map<String, Value>,
    expected_version: Option<i64>,
    idempotency_key: Option<String>,
    dry_run: bool,
    context: BuyerContext,
}

impl Call {
    /// Takes the common arguments of the field, and the others as the caller wrote them.
    ///
    /// # Errors
    /// Where the viewer may not use the mutation, or something that they give it.
    pub(crate) fn new(
        ctx: &Context<'_>,
        expected_version: Option<i32>,
        idempotency_key: Option<String>,
        dry_run: bool,
        context: Option<BuyerContext>,
    ) -> Result<Self> {
        let mutation = ctx.field().name();
        require(ctx, &format!("Mutation.{mutation}"))?;
        let arguments = ctx.field().arguments()?;
        let arguments = arguments
            .into_iter()
            .map(|(name, value)| Ok((name.to_string(), value.into_json()?)))
            .collect::<Result<Map<String, Value>, serde_json::Error>>()?;
        let held = ctx.asked().viewer().permissions();
        if let Some(refused) = refused(held, mutation, &arguments) {
            return Err(refuse(ErrorCode::Forbidden, refused.message(held)));
        }
        Ok(Self {
            arguments,
            expected_version: expected_version.map(i64::from),
            idempotency_key,
            dry_run,
            context: context.unwrap_or_default(),
        })
    }

    /// The argument `input` as the caller wrote it.
    pub(crate) fn input(&self) -> Input {
        let given = match self.arguments.get("input") {
            Some(Value::Object(given)) => given.clone(),
            _ => Map::new(),
        };
        Input::new(vec![String::from("input")], given)
    }

    /// Whether nothing of it lasts.
    pub(crate) const fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// The view in which the mutation's arguments are looked up.
    ///
    /// # Errors
    /// Where its context can't be.
    pub(crate) async fn view(&self, ctx: &Context<'_>) -> Result<Arc<View>> {
        view(ctx, Some(self.context.clone())).await
    }

    /// Makes the change, once for each key.
    ///
    /// # Errors
    /// Of the request (its context, say), or ours. What the caller can put right is in the answer.
    pub(crate) async fn run<C: Change>(
        self,
        ctx: &Context<'_>,
        change: C,
    ) -> Result<Done<C::Made>> {
        // A context that can't be is refused before anything is written.
        let view = self.view(ctx).await?;
        ctx.asked().keep_within(None);
        let actor = ctx.asked().viewer().actor();
        let made = self.made(ctx.store(), &actor, &change, &view.reference);
        let (answer, within) = match made.await {
            Ok(done) => done,
            Err(Stop::Fault(fault)) => return Err(ctx.report(&fault)),
            Err(Stop::Error(error)) => return Err(error),
            Err(Stop::Refused(refusals)) => {
                let version = ctx.store().catalog_version().await;
                let version = version.map_err(|fault| ctx.report(&fault))?;
                (Answer::refused(refusals, version), None)
            }
        };
        let (within, reference) = match within {
            Some(store) => (Some(Within::new(store.clone())), store.reference().await),
            None => (None, ctx.store().reference().await),
        };
        ctx.asked().keep_within(within.clone());
        let reference = reference.map_err(|fault| ctx.report(&fault))?;
        // The change may have taken the context's channel away.
        let view = fresh_view(ctx, self.context, &reference, within.clone())
            .or_else(|_| fresh_view(ctx, BuyerContext::default(), &reference, within))?;
        Ok(Done { answer, view })
    }

    /// Together with others, if it can be; else alone, and again where others are in the way.
    async fn made<C: Change>(
        &self,
        store: &Store,
        actor: &Actor,
        change: &C,
        reference: &Reference,
    ) -> Result<(Answer<C::Made>, Option<Store>), Stop> {
        let key = self.key(C::MUTATION)?;
        let patience = Patience::of(store);
        if let Some(wish) = change.together(reference).filter(|_| !self.dry_run) {
            let made = together(store, actor, key.clone(), wish).await;
            if let Some(answer) = patience.for_others(made)?.flatten() {
                return Ok((answer, None));
            }
        }
        let mut pause = PAUSE;
        for _ in 1..ATTEMPTS {
            let made = self
                .attempt(store, actor, key.as_ref(), change, patience)
                .await;
            if let Some(made) = patience.for_others(made)? {
                return Ok(made);
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        self.attempt(store, actor, key.as_ref(), change, patience)
            .await
    }

    /// The change in one transaction. Of a dry run, the store that sees it.
    async fn attempt<C: Change>(
        &self,
        store: &Store,
        actor: &Actor,
        key: Option<&RequestKey>,
        change: &C,
        patience: Patience,
    ) -> Result<(Answer<C::Made>, Option<Store>), Stop> {
        let mut transaction = store.begin_within(actor, patience.left()).await?;
        let mut point = None;
        if let Some(key) = key {
            let known = transaction
                .answer_for(&key.key, key.mutation, &key.request)
                .await?;
            match known {
                Remembered::New => {}
                Remembered::Same(answer) => {
                    transaction.rollback().await?;
                    return Ok((read(&answer)?, None));
                }
                Remembered::Other => return Err(reused()),
            }
            point = Some(transaction.savepoint().await?);
        }
        let mut work = Work::new(transaction, self.expected_version);
        let answer = match change.apply(&mut work).await {
            Ok(made) => Answer {
                made: Some(made),
                refusals: Vec::new(),
                version: 0,
            },
            Err(Stop::Refused(refusals)) => {
                let Some(point) = point.as_ref().filter(|_| !self.dry_run) else {
                    return Err(Stop::Refused(refusals));
                };
                work.transaction()?.undo_to(point).await?;
                Answer::refused(refusals, CatalogVersion(0))
            }
            Err(other) => return Err(other),
        };
        let mut transaction = work.into_transaction()?;
        let version = transaction.catalog_version().await?.0;
        let answer = Answer { version, ..answer };
        if self.dry_run {
            return Ok((answer, Some(transaction.into_view())));
        }
        if let Some(key) = key {
            let text = write(&answer)?;
            transaction
                .remember(&key.key, key.mutation, &key.request, &text)
                .await?;
        }
        transaction.commit().await?;
        Ok((answer, None))
    }

    /// The key with what makes two requests the same: every argument but the key itself.
    fn key(&self, mutation: &'static str) -> Result<Option<RequestKey>, Stop> {
        let Some(text) = &self.idempotency_key else {
            return Ok(None);
        };
        let key = IdempotencyKey::parse(text).map_err(|error| {
            Stop::refused(RefusalCode::Invalid, &["idempotencyKey"], error.to_string())
        })?;
        // A dry run is another request than the change, and is never remembered.
        if self.dry_run {
            return Ok(None);
        }
        let mut arguments = self.arguments.clone();
        for common in ["idempotencyKey", "dryRun", "context"] {
            arguments.remove(common);
        }
        let request = Sha256::digest(in_order(Value::Object(arguments)).to_string()).into();
        Ok(Some(RequestKey {
            key,
            mutation,
            request,
        }))
    }
}

/// In which order the caller wrote the fields of an object doesn't matter.
fn in_order(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields: BTreeMap<String, Value> = fields.into_iter().collect();
            let fields = fields
                .into_iter()
                .map(|(name, value)| (name, in_order(value)));
            Value::Object(fields.collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(in_order).collect()),
        other => other,
    }
}

/// How long a mutation waits for others altogether.
#[derive(Clone, Copy)]
struct Patience {
    ends: Instant,
}

impl Patience {
    fn of(store: &Store) -> Self {
        Self {
            ends: Instant::now() + store.patience(),
        }
    }

    /// Enough to be told what is the matter, where it has come to its end.
    fn left(self) -> Duration {
        self.ends
            .saturating_duration_since(Instant::now())
            .max(PAUSE)
    }

    /// None: others were in the way, and there is time to try again.
    fn for_others<T>(self, made: Result<T, Stop>) -> Result<Option<T>, Stop> {
        match made {
            Err(Stop::Fault(fault))
                if fault.kind == FaultKind::Contended && Instant::now() < self.ends =>
            {
                Ok(None)
            }
            ended => ended.map(Some),
        }
    }
}

/// Makes a reservation together with those of others. None: it is to be made alone.
async fn together<M: serde::Serialize + serde::de::DeserializeOwned + 'static>(
    store: &Store,
    actor: &Actor,
    key: Option<RequestKey>,
    wish: Together<M>,
) -> Result<Option<Answer<M>>, Stop> {
    let told = wish.told;
    let answer = move |outcome: Result<Reservation, Vec<StockProblem>>, version: CatalogVersion| {
        let answer = match told(outcome.map_err(StockFailure::Refused)) {
            Ok(made) => Answer {
                made: Some(made),
                refusals: Vec::new(),
                version: version.0,
            },
            Err(Stop::Refused(refusals)) => Answer::refused(refusals, version),
            Err(Stop::Fault(fault)) => return Err(fault),
            Err(Stop::Error(error)) => {
                return Err(Fault::new(FaultKind::Bug, REMEMBERING, error.message));
            }
        };
        serde_json::to_string(&answer)
            .map_err(|error| Fault::new(FaultKind::Bug, REMEMBERING, error))
    };
    let call = ReservationCall {
        actor: actor.clone(),
        key,
        wanted: wish.wanted,
        answer: Box::new(answer),
    };
    match store.reserve(call).await? {
        ReservationAnswer::Answered(answer) => read(&answer).map(Some),
        ReservationAnswer::OtherRequest => Err(reused()),
        ReservationAnswer::Alone => Ok(None),
    }
}

fn reused() -> Stop {
    let message = "This key was used for another mutation or another input in the last 24 hours. Take a new one.";
    Stop::Refused(vec![Refusal::new(
        RefusalCode::IdempotencyKeyReused,
        &["idempotencyKey"],
        message,
    )])
}

fn read<T: serde::de::DeserializeOwned>(answer: &str) -> Result<Answer<T>, Stop> {
    serde_json::from_str(answer).map_err(|error| remembered(FaultKind::Corrupt, error))
}

fn write<T: serde::Serialize>(answer: &Answer<T>) -> Result<String, Stop> {
    serde_json::to_string(answer).map_err(|error| remembered(FaultKind::Bug, error))
}

fn remembered(kind: FaultKind, error: serde_json::Error) -> Stop {
    Fault::new(kind, REMEMBERING, error).into()
}
