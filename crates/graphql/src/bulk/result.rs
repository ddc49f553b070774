//! What became of each record.

use async_graphql::{Enum, SimpleObject};
use feed::import::Ending;
use serde::{Deserialize, Serialize};

use crate::mutation::{Refusal, user_error};

user_error! {
    /// Something that is wrong with a record.
    BulkUserError,
    /// The kinds of problems of records.
    BulkErrorCode
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize, Deserialize)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) enum BulkStatus {
    /// It is new.
    Created,
    /// It is different now.
    Updated,
    /// It was so already: nothing about it was touched.
    Unchanged,
    /// Something is wrong with it, see its `userErrors`.
    Refused,
    /// It is good, and wasn't applied, since another one was refused and the policy is `REJECT_ALL`.
    NotApplied,
}

impl From<Ending> for BulkStatus {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Created => Self::Created,
            Ending::Updated => Self::Updated,
            Ending::Unchanged => Self::Unchanged,
        }
    }
}

/// A record's result, as it is remembered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(super) status: BulkStatus,
    pub(super) refusals: Vec<Refusal>,
}

/// What became of one record.
#[derive(Debug, SimpleObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct BulkResult {
    /// Its place in `records`, from 0.
    pub(super) index: i32,
    /// What became of it.
    pub(super) status: BulkStatus,
    /// Everything that is wrong with it.
    pub(super) user_errors: Vec<BulkUserError>,
}
