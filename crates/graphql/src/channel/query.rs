//! `channel`, `channels`: for admins.

use std::sync::Arc;

use domain::{
    id::ChannelId,
    reference::{Entry, Kind, Reference},
    text::Code,
};

use super::Channel;
use crate::{
    buyer::View,
    coded::{Coded, coded_query},
    node_id::NodeType,
};

impl Coded for Channel {
    type Id = ChannelId;
    type Value = domain::channel::Channel;

    const NODE: NodeType = NodeType::Channel;
    const LIST: &'static str = "channels by code";

    fn kind(reference: &Reference) -> &Kind<ChannelId, domain::channel::Channel> {
        &reference.channels
    }

    fn texts(value: &domain::channel::Channel) -> (&Code, &str) {
        (&value.code, &value.name)
    }

    fn of_entry(entry: &Entry<ChannelId, domain::channel::Channel>, view: &Arc<View>) -> Self {
        Self::of(entry, &view.reference)
    }
}

coded_query! {
    ChannelQuery of Channel by
    /// What a channel is looked up by: exactly one of these.
    ChannelBy,
    /// A channel by what the caller knows of it. Null: there is none.
    channel,
    /// The channels by code, filtered.
    channels
}
