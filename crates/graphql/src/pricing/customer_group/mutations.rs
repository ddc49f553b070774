//! The mutations of customer groups.

mod create;
mod delete;
mod update;

use async_graphql::MergedObject;
use domain::id::CustomerGroupId;
use domain::outcome::Failure;
use persistence::Transaction;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::CustomerGroup;
use crate::{coded::write::CodedWrite, mutation::Input};

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct CustomerGroupMutation(
    create::CustomerGroupCreate,
    update::CustomerGroupUpdate,
    delete::CustomerGroupDelete,
);

impl CodedWrite for CustomerGroup {
    const WORD: &'static str = "a customer group";
    const CREATE: &'static str = "customerGroupCreate";
    const UPDATE: &'static str = "customerGroupUpdate";
    const DELETE: &'static str = "customerGroupDelete";

    fn uuid(id: CustomerGroupId) -> Uuid {
        id.uuid()
    }

    fn record(input: &Input, code: &str) -> Map<String, Value> {
        input.record("customerGroup", code)
    }

    async fn delete(transaction: &mut Transaction, id: CustomerGroupId) -> Result<(), Failure> {
        transaction.delete_customer_groups(&[id]).await
    }
}
