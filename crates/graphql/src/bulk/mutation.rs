//! `bulk`.

use async_graphql::{Context, Object, Result};

use super::{
    input::{BulkInput, BulkPolicy, records},
    result::{BulkResult, BulkStatus, BulkUserError, Row},
};
use crate::{
    mutation::{Call, Change, Done, Input, RefusalCode, Stop, Work, mutation},
    scalars::{CatalogVersion, int},
};

/// The most records of one request.
const RECORDS_MAX: usize = 1_000;

/// A `bulk` that has run.
pub(crate) struct BulkPayload(Done<Vec<Row>>);

/// What became of `bulk`.
#[Object(visible = "crate::viewer::is_admin")]
impl BulkPayload {
    /// What became of each record, in the order of `records`. Null: none was looked at, see `userErrors`.
    async fn results(&self) -> Option<Vec<BulkResult>> {
        let rows = self.0.made()?.iter().zip(0_i64..);
        let results = rows.map(|(row, index)| BulkResult {
            index: int(index),
            status: row.status,
            user_errors: row.refusals.iter().map(BulkUserError::from).collect(),
        });
        Some(results.collect())
    }

    /// Everything that is wrong with the records, all at once; each result has its part of it. Empty: all were applied, or
    /// would be in a dry run.
    async fn user_errors(&self) -> Vec<BulkUserError> {
        let mut errors = self.0.user_errors();
        let rows = self.0.made().into_iter().flatten();
        errors.extend(rows.flat_map(|row| &row.refusals).map(BulkUserError::from));
        errors
    }

    /// The state of the catalogue with what was applied.
    async fn catalog_version(&self) -> CatalogVersion {
        self.0.catalog_version()
    }
}

mutation! {
    /// Applies up to 1,000 records in one transaction, each with a result: what a feed does with its lines, in the same
    /// meaning.
    BulkMutation.bulk(input: BulkInput = "The records.") -> BulkPayload
}

impl BulkMutation {
    async fn start(ctx: &Context<'_>, call: Call, input: BulkInput) -> Result<BulkPayload> {
        let change = Bulk {
            policy: input.policy,
            count: input.records.len(),
            input: call.input(),
        };
        call.run(ctx, change).await.map(BulkPayload)
    }
}

struct Bulk {
    policy: BulkPolicy,
    count: usize,
    input: Input,
}

impl Change for Bulk {
    const MUTATION: &'static str = "bulk";
    type Made = Vec<Row>;

    async fn apply(&self, work: &mut Work) -> Result<Vec<Row>, Stop> {
        if self.count > RECORDS_MAX {
            let message = format!(
                "At most {RECORDS_MAX} records are taken at once; these are {}.",
                self.count
            );
            return Err(Stop::refused(
                RefusalCode::Invalid,
                &["input", "records"],
                message,
            ));
        }
        let point = work.transaction()?.savepoint().await?;
        let records = records(&self.input);
        let records = records
            .iter()
            .map(|(record, input)| (record.clone(), input));
        let endings = work.declare_all(records.collect()).await?;
        let applied = self.policy == BulkPolicy::RejectFailed || endings.iter().all(Result::is_ok);
        if !applied {
            work.transaction()?.undo_to(&point).await?;
        }
        work.transaction()?.release(point).await?;
        let rows = endings.into_iter().map(|ending| match ending {
            Ok(ending) => Row {
                status: if applied {
                    ending.into()
                } else {
                    BulkStatus::NotApplied
                },
                refusals: Vec::new(),
            },
            Err(refusals) => Row {
                status: BulkStatus::Refused,
                refusals,
            },
        });
        Ok(rows.collect())
    }
}
