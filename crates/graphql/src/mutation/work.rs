//! A change in its open transaction.

use std::future::Future;

use domain::{
    inventory::Reservation,
    outcome::{Fault, FaultKind},
    reference::Reference,
};
use persistence::{NewReservation, StockFailure, Transaction};
use serde::{Serialize, de::DeserializeOwned};

use super::Stop;

pub(super) const DOING: &str = "making a change";

/// What a mutation does.
pub(crate) trait Change: Send + Sync {
    /// The mutation's name in the schema.
    const MUTATION: &'static str;

    /// What its payload needs to find what was made: identifiers, as a rule.
    type Made: Serialize + DeserializeOwned + Send + Sync + 'static;

    /// Makes the change. It may be called again, in another transaction, where others were in the way.
    ///
    /// # Errors
    /// [`Stop`], which undoes all that it did.
    fn apply(&self, work: &mut Work) -> impl Future<Output = Result<Self::Made, Stop>> + Send;

    /// The reservation that it comes to, which is made together with those of others. None: it is none, or one that
    /// [`Change::apply`] refuses.
    fn together(&self, _reference: &Reference) -> Option<Together<Self::Made>> {
        None
    }
}

/// A reservation that may be made together with others.
pub(crate) struct Together<M> {
    pub(crate) wanted: NewReservation,
    /// What is told of what became of it.
    pub(crate) told: fn(Result<Reservation, StockFailure>) -> Result<M, Stop>,
}

/// The open transaction of a change.
pub(crate) struct Work {
    /// None: it broke, and with it all that was done.
    pub(super) transaction: Option<Transaction>,
    /// The version that the caller has seen. None: they didn't say.
    pub(super) expected_version: Option<i64>,
}

impl Work {
    pub(super) const fn new(transaction: Transaction, expected_version: Option<i64>) -> Self {
        Self {
            transaction: Some(transaction),
            expected_version,
        }
    }

    /// The transaction.
    ///
    /// # Errors
    /// A fault where it broke before.
    pub(crate) fn transaction(&mut self) -> Result<&mut Transaction, Stop> {
        self.transaction.as_mut().ok_or_else(broken)
    }

    pub(super) fn into_transaction(self) -> Result<Transaction, Stop> {
        self.transaction.ok_or_else(broken)
    }
}

pub(super) fn broken() -> Stop {
    let cause = "the transaction broke before";
    Fault::new(FaultKind::Bug, DOING, cause).into()
}
