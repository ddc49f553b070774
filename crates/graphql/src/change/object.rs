//! `Change`.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use persistence::{CatalogVersion as Version, FeedCursor, OutboxAction, OutboxEvent};

use super::cursor;
use crate::{
    audit::node_type,
    buyer::View,
    connection::PageInfo,
    node::{self, Node},
    node_id::{NodeType, encode},
    scalars::{CatalogVersion, DateTime, int},
    viewer::is_admin,
};

/// What was done to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "OutboxAction", visible = "is_admin")]
pub(crate) enum ChangeAction {
    /// It was made.
    Created,
    /// It was changed.
    Updated,
    /// It was deleted.
    Deleted,
}

/// A change in a view.
#[derive(Clone)]
pub(crate) struct Change {
    pub(super) event: Arc<OutboxEvent>,
    pub(super) view: Arc<View>,
}

/// One change of one thing of the catalogue.
#[Object(visible = "is_admin")]
impl Change {
    /// What kind of thing: `product` (its variants and prices belong to it), `stock` (of a variant; `stock_low`, `stock_out`
    /// and `stock_back` tell beside it that a line was crossed), `category`, `attribute`, `channel`, `location`,
    /// `customer_group`, `price_list`, `reservation`, … There may be others later: pass over those that you don't know.
    async fn kind(&self) -> &str {
        &self.event.kind
    }

    /// What was done to it.
    async fn action(&self) -> ChangeAction {
        self.event.action.into()
    }

    /// Its id, to be given to `node`; of stock the variant's. Null: things of this kind have no id.
    async fn node_id(&self) -> Option<ID> {
        self.id()
    }

    /// Its code; of stock the SKU.
    async fn code(&self) -> &str {
        &self.event.key
    }

    /// The version that it has since this change. It grows with each change of the same thing.
    async fn version(&self) -> i32 {
        int(self.event.version)
    }

    /// The fields that were changed. Null: it was made or deleted, or it isn't known.
    async fn changed_fields(&self) -> Option<&[String]> {
        self.event.changed.as_deref()
    }

    /// When it was written.
    async fn at(&self) -> DateTime {
        DateTime(self.event.at)
    }

    /// The state of the catalogue with this change in it.
    async fn catalog_version(&self) -> CatalogVersion {
        CatalogVersion(Version(self.event.position.seq))
    }

    /// The thing as it is now, which may be newer than this change. Null: it is gone, or has no id.
    async fn node(&self, ctx: &Context<'_>) -> Option<Result<Node>> {
        let id = self.id()?;
        node::find(ctx, &self.view, &id).await.transpose()
    }
}

impl Change {
    fn id(&self) -> Option<ID> {
        let kind = match &*self.event.kind {
            "stock" | "stock_low" | "stock_out" | "stock_back" => NodeType::ProductVariant,
            kind => node_type(kind)?,
        };
        self.event.entity_id.map(|id| encode(kind, id))
    }
}

/// A change and its place in the feed.
#[derive(Clone, SimpleObject)]
#[graphql(visible = "is_admin")]
pub(crate) struct ChangeEdge {
    /// Where it stands: to be given to `after`.
    cursor: String,
    /// The change.
    node: Change,
}

/// A page of the feed.
pub(crate) struct ChangeFeed {
    pub(super) changes: Vec<Change>,
    pub(super) end: FeedCursor,
    pub(super) more: bool,
    pub(super) latest: FeedCursor,
}

/// A page of what has changed, in order: of two changes of one thing the earlier comes first, and nothing appears later
/// before what was read already.
#[Object(visible = "is_admin")]
impl ChangeFeed {
    /// The changes of this page with their cursors.
    async fn edges(&self) -> Vec<ChangeEdge> {
        let edge = |change: &Change| ChangeEdge {
            cursor: cursor::encode(FeedCursor::after(&change.event)),
            node: change.clone(),
        };
        self.changes.iter().map(edge).collect()
    }

    /// The changes of this page.
    async fn nodes(&self) -> Vec<&Change> {
        self.changes.iter().collect()
    }

    /// Where to go on: to be given to `after` of the next call, also when this page is empty. It is good for as long as
    /// changes are kept, which is 7 days unless the server is told otherwise.
    async fn cursor(&self) -> String {
        cursor::encode(self.end)
    }

    /// The place of the newest change. Whoever reads the whole catalogue after having got it, and then goes on from here,
    /// misses nothing.
    async fn latest_cursor(&self) -> String {
        cursor::encode(self.latest)
    }

    /// Where this page stands. `endCursor` is never null, and the feed is only walked forwards.
    async fn page_info(&self) -> PageInfo {
        let first = self.changes.first();
        PageInfo {
            has_next_page: self.more,
            has_previous_page: false,
            start_cursor: first.map(|change| cursor::encode(FeedCursor::after(&change.event))),
            end_cursor: Some(cursor::encode(self.end)),
        }
    }
}
