//! A change in its open transaction.

use std::future::Future;

use domain::outcome::{Fault, FaultKind};
use feed::{
    ImportError,
    import::{Declared, Ending, declare},
    record::Record,
};
use persistence::Transaction;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Input, Refusal, RefusalCode, Stop};

const DOING: &str = "making a change";

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
}

/// The open transaction of a change.
pub(crate) struct Work {
    /// None: it broke, and with it all that was done.
    transaction: Option<Transaction>,
    /// The version that the caller has seen. None: they didn't say.
    pub(super) expected_version: Option<i64>,
}

/// What is known of the thing that a change is about.
pub(crate) struct Seen<'s> {
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    /// The fields that the input gives, by the names of the audit. None: the change is about the whole.
    pub(crate) fields: Option<Vec<&'s str>>,
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

    /// Applies a record that is made of an input.
    ///
    /// # Errors
    /// [`Stop`] with all that is wrong with the input, by the paths that the caller wrote.
    pub(crate) async fn declare(
        &mut self,
        record: Map<String, Value>,
        input: &Input,
    ) -> Result<Ending, Stop> {
        let mut endings = self.declare_all(vec![(record, input)]).await?;
        endings
            .pop()
            .unwrap_or_else(|| Err(Vec::new()))
            .map_err(Stop::Refused)
    }

    /// Applies records, and tells of each how it ended. Good ones are applied even where others are refused.
    ///
    /// # Errors
    /// [`Stop::Fault`] where the database fails.
    pub(crate) async fn declare_all(
        &mut self,
        records: Vec<(Map<String, Value>, &Input)>,
    ) -> Result<Vec<Result<Ending, Vec<Refusal>>>, Stop> {
        let mut endings: Vec<Option<Result<Ending, Vec<Refusal>>>> =
            Vec::with_capacity(records.len());
        let (mut good, mut inputs) = (Vec::new(), Vec::new());
        for (record, input) in records {
            let mut refusals = input.repeats();
            match Record::parse(&Value::Object(record).to_string()) {
                Ok(record) if refusals.is_empty() => {
                    good.push(record);
                    inputs.push(input);
                    endings.push(None);
                    continue;
                }
                Ok(_) => {}
                Err(refused) => refusals.extend(input.refusals(refused.problems)),
            }
            endings.push(Some(Err(refusals)));
        }
        let transaction = self.transaction.take().ok_or_else(broken)?;
        let declared = declare(transaction, good).await.map_err(fault)?;
        let Declared {
            transaction,
            endings: declared,
            lost,
        } = declared;
        if lost {
            let cause = "another writer took a key between the look and the write";
            return Err(Fault::new(FaultKind::Contended, DOING, cause).into());
        }
        self.transaction = Some(transaction);
        let mut declared = declared
            .into_iter()
            .zip(inputs)
            .map(|(ending, input)| ending.map_err(|problems| input.refusals(problems)));
        Ok(endings
            .into_iter()
            .map(|ending| {
                ending
                    .or_else(|| declared.next())
                    .unwrap_or_else(|| Err(Vec::new()))
            })
            .collect())
    }

    /// Whether the caller has said which version they have seen.
    pub(crate) const fn expects(&self) -> bool {
        self.expected_version.is_some()
    }

    /// Refuses a change of what others have changed since the version that the caller has seen. Who changes other fields
    /// than they did is not in their way.
    ///
    /// # Errors
    /// [`Stop`] with the version now.
    pub(crate) async fn expect(&mut self, seen: Seen<'_>) -> Result<(), Stop> {
        let Some(expected) = self.expected_version else {
            return Ok(());
        };
        if expected == seen.version {
            return Ok(());
        }
        let since = seen.version - expected;
        let changed = if since > 0 {
            self.transaction()?.changed_fields(seen.id, since).await?
        } else {
            None
        };
        let what = match (changed, seen.fields) {
            (Some(changed), Some(fields)) => {
                let both: Vec<String> = changed
                    .into_iter()
                    .filter(|field| fields.contains(&field.as_str()))
                    .collect();
                if both.is_empty() {
                    return Ok(());
                }
                format!(": {} changed since", both.join(", "))
            }
            (Some(changed), None) => format!(": {} changed since", changed.join(", ")),
            (None, _) => String::new(),
        };
        let message = format!(
            "Version {expected} was expected, and it is {}{what}. Look at it as it is now, and decide again.",
            seen.version
        );
        let mut refusal = Refusal::new(RefusalCode::VersionConflict, &["expectedVersion"], message);
        refusal.current_version = Some(seen.version);
        Err(Stop::Refused(vec![refusal]))
    }
}

fn broken() -> Stop {
    let cause = "the transaction broke before";
    Fault::new(FaultKind::Bug, DOING, cause).into()
}

fn fault(error: ImportError) -> Stop {
    match error {
        ImportError::Store(fault) => fault.into(),
        other => Fault::new(FaultKind::Bug, DOING, other).into(),
    }
}
