//! `changes`.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use domain::outcome::Fault;
use persistence::FeedPage;

use super::{
    cursor,
    object::{Change, ChangeFeed},
};
use crate::{
    buyer::BuyerContext,
    connection::PageArguments,
    context::{Asked, view},
    error::{ErrorCode, refuse},
    viewer::{is_admin, require},
};

/// How many changes a page has where nothing is said.
const DEFAULT: i32 = 100;

/// The root field of changes.
#[derive(Default)]
pub(crate) struct ChangeQuery;

#[Object]
impl ChangeQuery {
    /// What has changed in the catalogue, from a place on, deletions included. Nothing is left out, however late it was
    /// committed, since what is still being written when a page is read comes on a later one. To follow the catalogue, keep the
    /// `cursor` of each page and give it to `after` of the next call, for days if need be.
    #[graphql(visible = "is_admin")]
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only changes after this place. Null: from the oldest that is kept. One from which changes were cleared away is an error with the code CHANGES_EXPIRED."
        )]
        after: Option<String>,
        #[graphql(desc = "At most this many, 0 to 250. Null: 100.")] first: Option<i32>,
        #[graphql(desc = "How the changed things are shown. Null: the defaults of everything.")]
        context: Option<BuyerContext>,
    ) -> Result<ChangeFeed> {
        require(ctx, "Query.changes")?;
        let size = PageArguments::first(Some(first.unwrap_or(DEFAULT)))?;
        let after = after.as_deref().map(cursor::decode).transpose()?;
        let view = view(ctx, context).await?;
        let store = ctx.store();
        let read = async {
            let latest = store.feed_end().await?;
            let page = store
                .feed(after, usize::try_from(size).unwrap_or(0))
                .await?;
            Ok::<_, Fault>((latest, page))
        };
        let (latest, page) = read.await.map_err(|fault| ctx.report(&fault))?;
        match page {
            FeedPage::Events { events, end, more } => Ok(ChangeFeed {
                changes: events
                    .into_iter()
                    .map(|event| Change {
                        event: Arc::new(event),
                        view: Arc::clone(&view),
                    })
                    .collect(),
                end,
                more,
                latest,
            }),
            FeedPage::Expired => {
                let message = "Changes after this cursor were cleared away, since it is older than changes are kept. Read the catalogue \
                               anew, as with an export, and go on from the `latestCursor` that you got before.";
                Err(refuse(ErrorCode::ChangesExpired, message))
            }
            FeedPage::Unknown => Err(cursor::unknown()),
        }
    }
}
