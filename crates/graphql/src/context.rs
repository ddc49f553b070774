//! What resolvers have at hand: typed accessors to the schema's data and to the request's.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use async_graphql::{Context, Error, Result};
use domain::{
    clock::{Clock, Timestamp},
    outcome::Fault,
    reference::Reference,
};
use persistence::Store;
use tokio::sync::OnceCell;

use crate::{
    buyer::{BuyerContext, DefaultContext, Defaults, View, Views, Within, resolve},
    change::Feed,
    error::{Reported, Reporter},
    loaders::Loaders,
    search::Searching,
    viewer::Viewer,
};

/// What the schema holds for all requests.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) defaults: Defaults,
    pub(crate) searching: Option<Searching>,
    /// None: nobody reads the outbox here.
    pub(crate) feed: Option<Feed>,
}

/// What one request holds.
pub(crate) struct Asking {
    viewer: Viewer,
    reporter: Reporter,
    views: Views,
    loaders: OnceLock<Loaders>,
    reference: OnceCell<Arc<Reference>>,
    now: OnceLock<Timestamp>,
    /// The transaction of the last dry run.
    within: Mutex<Option<Arc<Within>>>,
}

impl Asking {
    pub(crate) fn new(viewer: Viewer, request_id: Arc<str>) -> Self {
        Self {
            viewer,
            reporter: Reporter::new(request_id),
            views: Views::default(),
            loaders: OnceLock::new(),
            reference: OnceCell::new(),
            now: OnceLock::new(),
            within: Mutex::default(),
        }
    }

    /// As for another request of the same viewer.
    pub(crate) fn again(&self) -> Self {
        Self::new(self.viewer.clone(), self.reporter.request_id())
    }

    pub(crate) const fn reporter(&self) -> &Reporter {
        &self.reporter
    }

    /// Closes the transaction of the dry run before, and keeps this one instead.
    pub(crate) fn keep_within(&self, within: Option<Arc<Within>>) {
        let mut kept = self.within.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = std::mem::replace(&mut *kept, within) {
            before.close();
        }
    }

    pub(crate) const fn viewer(&self) -> &Viewer {
        &self.viewer
    }
}

/// The accessors.
pub(crate) trait Asked<'c> {
    /// What all requests share.
    fn shared(&self) -> &'c Shared;
    /// What this request holds.
    fn asked(&self) -> &'c Asking;
    /// The context of fields that have none. None: the request says none.
    fn default_context(&self) -> Option<&'c DefaultContext>;

    /// The store.
    fn store(&self) -> &'c Store {
        &self.shared().store
    }

    /// Where the objects of a view are read.
    fn store_of(&self, view: &View) -> Store {
        view.store(self.store())
    }

    /// The request's loaders.
    fn loaders(&self) -> &'c Loaders {
        let asked = self.asked();
        asked
            .loaders
            .get_or_init(|| Loaders::new(self.store(), &asked.reporter))
    }

    /// Logs a fault and gives what the caller is told of it.
    fn report(&self, fault: &Fault) -> Error {
        Error::from(self.reported(fault))
    }

    /// As [`Asked::report`], for those who keep it.
    fn reported(&self, fault: &Fault) -> Reported {
        self.asked().reporter.report(fault)
    }
}

impl<'c> Asked<'c> for Context<'c> {
    #[expect(clippy::disallowed_methods, reason = "this is the typed accessor")]
    fn shared(&self) -> &'c Shared {
        self.data_unchecked::<Shared>()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the typed accessor")]
    fn asked(&self) -> &'c Asking {
        self.data_unchecked::<Asking>()
    }

    fn default_context(&self) -> Option<&'c DefaultContext> {
        self.data_opt::<DefaultContext>()
    }
}

/// The reference things as this request sees them: looked at once, however many root fields it has.
pub(crate) async fn reference<'c>(ctx: &Context<'c>) -> Result<&'c Arc<Reference>> {
    let load = || async {
        ctx.store()
            .reference()
            .await
            .map_err(|fault| ctx.report(&fault))
    };
    ctx.asked().reference.get_or_try_init(load).await
}

/// The view of a root field's context; of one without a context, that of the request's.
pub(crate) async fn view(ctx: &Context<'_>, context: Option<BuyerContext>) -> Result<Arc<View>> {
    let context = match (context, ctx.default_context()) {
        (Some(context), _) => context,
        (None, Some(header)) => header.read()?,
        (None, None) => BuyerContext::default(),
    };
    let reference = reference(ctx).await?;
    let (asked, shared) = (ctx.asked(), ctx.shared());
    let now = *asked.now.get_or_init(|| shared.clock.now());
    let buyer = resolve(context, &asked.viewer, reference, &shared.defaults, now)?;
    Ok(asked.views.of(buyer, reference))
}

/// The view of what a mutation has changed, or, `within` a dry run's transaction, would have.
pub(crate) fn fresh_view(
    ctx: &Context<'_>,
    context: BuyerContext,
    reference: &Arc<Reference>,
    within: Option<Arc<Within>>,
) -> Result<Arc<View>> {
    let (asked, shared) = (ctx.asked(), ctx.shared());
    let now = shared.clock.now();
    let buyer = resolve(context, &asked.viewer, reference, &shared.defaults, now)?;
    Ok(asked.views.fresh(buyer, reference, within))
}
