//! The mutations of price lists.

mod create;
mod delete;
mod update;

use async_graphql::MergedObject;
use domain::{id::PriceListId, outcome::Failure};
use persistence::Transaction;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{PriceList, input};
use crate::{coded::write::CodedWrite, mutation::Input};

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct PriceListMutation(
    create::PriceListCreate,
    update::PriceListUpdate,
    delete::PriceListDelete,
);

impl CodedWrite for PriceList {
    const WORD: &'static str = "a price list";
    const CREATE: &'static str = "priceListCreate";
    const UPDATE: &'static str = "priceListUpdate";
    const DELETE: &'static str = "priceListDelete";

    fn uuid(id: PriceListId) -> Uuid {
        id.uuid()
    }

    fn record(input: &Input, code: &str) -> Map<String, Value> {
        input::record(input, code)
    }

    async fn delete(transaction: &mut Transaction, id: PriceListId) -> Result<(), Failure> {
        transaction.delete_price_lists(&[id]).await
    }
}
