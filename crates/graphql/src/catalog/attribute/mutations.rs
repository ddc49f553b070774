//! The mutations of attributes.

mod create;
mod delete;
mod update;
mod value_create;
mod value_delete;
mod value_update;
mod values;
mod values_reorder;

use async_graphql::MergedObject;
use domain::id::AttributeId;
use domain::outcome::Failure;
use persistence::Transaction;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Attribute;
use crate::{coded::write::CodedWrite, mutation::Input};

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct AttributeMutation(
    create::AttributeCreate,
    update::AttributeUpdate,
    delete::AttributeDelete,
    value_create::AttributeValueCreate,
    value_update::AttributeValueUpdate,
    value_delete::AttributeValueDelete,
    values_reorder::AttributeValuesReorder,
);

impl CodedWrite for Attribute {
    const WORD: &'static str = "an attribute";
    const CREATE: &'static str = "attributeCreate";
    const UPDATE: &'static str = "attributeUpdate";
    const DELETE: &'static str = "attributeDelete";

    fn uuid(id: AttributeId) -> Uuid {
        id.uuid()
    }

    fn record(input: &Input, code: &str) -> Map<String, Value> {
        super::input::record(input, code)
    }

    async fn delete(transaction: &mut Transaction, id: AttributeId) -> Result<(), Failure> {
        transaction.delete_attributes(&[id]).await
    }
}
