//! What the mutations of these things have in common: each kind is made, changed and deleted in the same way.

use std::{future::Future, marker::PhantomData, sync::Arc};

use async_graphql::{Context, Result};
use domain::{outcome::Failure, reference::Entry, text::Code};
use feed::import::Ending;
use persistence::Transaction;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Coded, CodedBy};
use crate::{
    mutation::{Call, Change, Done, Input, RefusalCode, Seen, Stop, Work},
    node_id::decode_as,
};

/// A kind of things that admins change by mutations.
pub(crate) trait CodedWrite: Coded + Sync {
    /// Its word in messages, with its article: `an attribute`.
    const WORD: &'static str;
    /// Its mutations' names.
    const CREATE: &'static str;
    const UPDATE: &'static str;
    const DELETE: &'static str;

    /// The identifier itself.
    fn uuid(id: Self::Id) -> Uuid;

    /// The record of a feed that says of the thing with this code what the input says.
    fn record(input: &Input, code: &str) -> Map<String, Value>;

    /// Deletes the thing with this identifier.
    fn delete(
        transaction: &mut Transaction,
        id: Self::Id,
    ) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// The code of the thing that a mutation is about. None: there is none.
pub(crate) async fn code_of<T: Coded>(
    ctx: &Context<'_>,
    call: &Call,
    by: CodedBy,
) -> Result<Option<Code>> {
    match by {
        // Whether there is one the transaction says, which sees what this request has made before.
        CodedBy::Code(code) => Ok(Code::parse(&code).ok()),
        CodedBy::Id(id) => {
            let view = call.view(ctx).await?;
            let entry = T::kind(&view.reference).by_id(decode_as(T::NODE, &id)?);
            Ok(entry.map(|entry| T::texts(&entry.value).0.clone()))
        }
    }
}

/// The thing with this code, as the transaction sees it.
pub(crate) fn stored<T: CodedWrite>(
    work: &mut Work,
    code: Option<&Code>,
) -> Result<Entry<T::Id, T::Value>, Stop> {
    named::<T>(work, code, "by")
}

/// The thing that the argument with this name is about, as the transaction sees it.
pub(crate) fn named<T: CodedWrite>(
    work: &mut Work,
    code: Option<&Code>,
    argument: &str,
) -> Result<Entry<T::Id, T::Value>, Stop> {
    let known = match code {
        Some(code) => T::kind(work.transaction()?.reference()).by_code(code),
        None => None,
    };
    let known = known.map(|entry| Entry {
        id: entry.id,
        version: entry.version,
        value: Arc::clone(&entry.value),
    });
    known.ok_or_else(|| {
        let noun = T::WORD.split_once(' ').map_or(T::WORD, |(_, noun)| noun);
        let message = format!("There is no such {noun}.");
        Stop::refused(RefusalCode::NotFound, &[argument], message)
    })
}

/// The thing that a payload shows.
pub(crate) fn shown<T: Coded>(done: &Done<Uuid>) -> Option<T> {
    let view = done.view();
    let entry = T::kind(&view.reference).by_id((*done.made()?).into())?;
    Some(T::of_entry(entry, view))
}

/// Makes a thing.
pub(crate) async fn create<T: CodedWrite>(
    ctx: &Context<'_>,
    call: Call,
    code: String,
) -> Result<Done<Uuid>> {
    let input = call.input();
    let change = Create::<T> {
        code,
        input,
        kind: PhantomData,
    };
    call.run(ctx, change).await
}

/// Changes a thing.
pub(crate) async fn update<T: CodedWrite>(
    ctx: &Context<'_>,
    call: Call,
    by: CodedBy,
) -> Result<Done<Uuid>> {
    let change = Update::<T> {
        code: code_of::<T>(ctx, &call, by).await?,
        input: call.input(),
        kind: PhantomData,
    };
    call.run(ctx, change).await
}

/// Deletes a thing on which nothing depends.
pub(crate) async fn delete<T: CodedWrite>(
    ctx: &Context<'_>,
    call: Call,
    by: CodedBy,
) -> Result<Done<Uuid>> {
    let change = Delete::<T> {
        code: code_of::<T>(ctx, &call, by).await?,
        kind: PhantomData,
    };
    call.run(ctx, change).await
}

struct Create<T> {
    code: String,
    input: Input,
    kind: PhantomData<fn() -> T>,
}

impl<T: CodedWrite> Change for Create<T> {
    const MUTATION: &'static str = T::CREATE;
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let record = T::record(&self.input, &self.code);
        match work.declare(record, &self.input).await? {
            Ending::Created => {
                let entry = stored::<T>(work, Some(&Code::trusted(&self.code)))?;
                Ok(T::uuid(entry.id))
            }
            Ending::Updated | Ending::Unchanged => {
                let message = format!(
                    "There is {} with the code \"{}\" already; {} changes it.",
                    T::WORD,
                    self.code,
                    T::UPDATE
                );
                Err(Stop::refused(
                    RefusalCode::Taken,
                    &["input", "code"],
                    message,
                ))
            }
        }
    }
}

struct Update<T> {
    code: Option<Code>,
    input: Input,
    kind: PhantomData<fn() -> T>,
}

impl<T: CodedWrite> Change for Update<T> {
    const MUTATION: &'static str = T::UPDATE;
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let entry = stored::<T>(work, self.code.as_ref())?;
        let id = T::uuid(entry.id);
        let record = T::record(&self.input, T::texts(&entry.value).0);
        let version = entry.version;
        work.expect(Seen {
            id,
            version,
            says: Some(&record),
        })
        .await?;
        work.declare(record, &self.input).await?;
        Ok(id)
    }
}

struct Delete<T> {
    code: Option<Code>,
    kind: PhantomData<fn() -> T>,
}

impl<T: CodedWrite> Change for Delete<T> {
    const MUTATION: &'static str = T::DELETE;
    type Made = Uuid;

    async fn apply(&self, work: &mut Work) -> Result<Uuid, Stop> {
        let entry = stored::<T>(work, self.code.as_ref())?;
        let id = T::uuid(entry.id);
        let version = entry.version;
        work.expect(Seen {
            id,
            version,
            says: None,
        })
        .await?;
        T::delete(work.transaction()?, entry.id)
            .await
            .map_err(|failure| Stop::about(&["by"], failure))?;
        Ok(id)
    }
}
