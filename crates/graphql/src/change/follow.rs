//! From the feed to what one subscriber gets.

use std::{collections::VecDeque, future::Future, sync::Arc, time::Duration};

use async_graphql::{Context, Error, Result};
use domain::{clock::Clock, outcome::Fault};
use futures_util::stream::{self, BoxStream, StreamExt as _};
use persistence::Store;
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::{
    cursor,
    feed::{Changed, Changes},
};
use crate::{
    buyer::{BuyerContext, Defaults, View, Views, resolve},
    context::Asked,
    error::{ErrorCode, Reporter, refuse},
    viewer::Viewer,
};

/// How long a subscription waits until somebody reads the outbox.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a subscription tells.
pub(crate) trait Concern: Send + Sync + 'static {
    /// What subscribers get.
    type Told: Send + 'static;

    /// Whether a change may be one that is told. Asked of every change, so that it must not wait for anything.
    fn is_concerned(&self, changed: &Changed) -> bool;

    /// What is told of changes, in their order, each of which may be one of them. The view is that of this moment.
    fn tell(
        &self,
        follower: &Follower,
        view: &Arc<View>,
        concerned: Vec<&Changed>,
        changes: &Arc<Changes>,
    ) -> impl Future<Output = Result<Vec<Self::Told>, Fault>> + Send;
}

/// Who follows.
pub(crate) struct Follower {
    pub(crate) store: Store,
    pub(crate) viewer: Viewer,
    clock: Arc<dyn Clock>,
    defaults: Defaults,
    reporter: Reporter,
    context: BuyerContext,
}

impl Follower {
    fn of(ctx: &Context<'_>, context: Option<BuyerContext>) -> Self {
        let (shared, asked) = (ctx.shared(), ctx.asked());
        Self {
            store: shared.store.clone(),
            viewer: asked.viewer().clone(),
            clock: Arc::clone(&shared.clock),
            defaults: shared.defaults.clone(),
            reporter: asked.reporter().clone(),
            context: context.unwrap_or_default(),
        }
    }

    /// The view of this moment.
    async fn view(&self) -> Result<Arc<View>> {
        let reference = self.store.reference().await;
        let reference = reference.map_err(|fault| self.reporter.report(&fault))?;
        let buyer = resolve(
            self.context.clone(),
            &self.viewer,
            &reference,
            &self.defaults,
            self.clock.now(),
        )?;
        Ok(Views::default().of(buyer, &reference))
    }
}

/// Tells what concerns a subscription from now on. After an error nothing more comes.
pub(crate) async fn follow<C: Concern>(
    ctx: &Context<'_>,
    context: Option<BuyerContext>,
    concern: C,
) -> Result<BoxStream<'static, Result<C::Told>>> {
    let follower = Follower::of(ctx, context);
    // What is wrong with the context is told at once.
    follower.view().await?;
    let feed = ctx.shared().feed.as_ref();
    let unread = || {
        refuse(
            ErrorCode::ServiceUnavailable,
            "This server doesn't follow the catalogue's changes at the moment. Try again.",
        )
    };
    let changes = match feed {
        Some(feed) => feed.join(PATIENCE).await.ok_or_else(unread)?,
        None => return Err(unread()),
    };
    let following = Following {
        follower,
        concern,
        changes,
        told: VecDeque::new(),
        cursor: None,
    };
    let told = stream::unfold(Some(following), |following| async move {
        let mut following = following?;
        match following.next().await? {
            Ok(told) => Some((Ok(told), Some(following))),
            Err(error) => Some((Err(error), None)),
        }
    });
    Ok(told.boxed())
}

struct Following<C: Concern> {
    follower: Follower,
    concern: C,
    changes: Receiver<Arc<Changes>>,
    told: VecDeque<C::Told>,
    /// From where `changes` goes on. None: nothing came yet.
    cursor: Option<String>,
}

impl<C: Concern> Following<C> {
    /// None: the server ends.
    async fn next(&mut self) -> Option<Result<C::Told>> {
        loop {
            if let Some(told) = self.told.pop_front() {
                return Some(Ok(told));
            }
            let changes = match self.changes.recv().await {
                Ok(changes) => changes,
                Err(RecvError::Closed) => return None,
                Err(RecvError::Lagged(_)) => return Some(Err(self.lagged())),
            };
            if let Err(error) = self.take(&changes).await {
                return Some(Err(error));
            }
            self.cursor = Some(cursor::encode(changes.cursor));
        }
    }

    async fn take(&mut self, changes: &Arc<Changes>) -> Result<()> {
        let concerned = changes.all.iter();
        let concerned: Vec<&Changed> = concerned
            .filter(|changed| self.concern.is_concerned(changed))
            .collect();
        if concerned.is_empty() {
            return Ok(());
        }
        let view = self.follower.view().await?;
        let told = self.concern.tell(&self.follower, &view, concerned, changes);
        let told = told.await;
        self.told = told
            .map_err(|fault| self.follower.reporter.report(&fault))?
            .into();
        Ok(())
    }

    fn lagged(&self) -> Error {
        let message = "More changed than this subscriber has taken; it is not told any more. Subscribe again, more narrowly, \
                       and read anew what you show. Admins get what was missed by `changes(after:)` with the cursor in the extensions.";
        let mut error = refuse(ErrorCode::SubscriptionLagged, message);
        if let (Some(extensions), Some(cursor)) = (&mut error.extensions, &self.cursor) {
            extensions.set("cursor", cursor.as_str());
        }
        error
    }
}
