//! The mutations of locations.

mod create;
mod delete;
mod update;

use async_graphql::MergedObject;
use domain::id::LocationId;
use domain::outcome::Failure;
use persistence::Transaction;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Location;
use crate::{coded::write::CodedWrite, mutation::Input};

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct LocationMutation(
    create::LocationCreate,
    update::LocationUpdate,
    delete::LocationDelete,
);

impl CodedWrite for Location {
    const WORD: &'static str = "a location";
    const CREATE: &'static str = "locationCreate";
    const UPDATE: &'static str = "locationUpdate";
    const DELETE: &'static str = "locationDelete";

    fn uuid(id: LocationId) -> Uuid {
        id.uuid()
    }

    fn record(input: &Input, code: &str) -> Map<String, Value> {
        input.record("location", code)
    }

    async fn delete(transaction: &mut Transaction, id: LocationId) -> Result<(), Failure> {
        transaction.delete_locations(&[id]).await
    }
}
