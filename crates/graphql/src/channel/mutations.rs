//! The mutations of channels.

mod create;
mod delete;
mod update;

use async_graphql::MergedObject;
use domain::id::ChannelId;
use domain::outcome::Failure;
use persistence::Transaction;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Channel;
use crate::{coded::write::CodedWrite, mutation::Input};

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct ChannelMutation(
    create::ChannelCreate,
    update::ChannelUpdate,
    delete::ChannelDelete,
);

impl CodedWrite for Channel {
    const WORD: &'static str = "a channel";
    const CREATE: &'static str = "channelCreate";
    const UPDATE: &'static str = "channelUpdate";
    const DELETE: &'static str = "channelDelete";

    fn uuid(id: ChannelId) -> Uuid {
        id.uuid()
    }

    fn record(input: &Input, code: &str) -> Map<String, Value> {
        super::input::record(input, code)
    }

    async fn delete(transaction: &mut Transaction, id: ChannelId) -> Result<(), Failure> {
        transaction.delete_channels(&[id]).await
    }
}
