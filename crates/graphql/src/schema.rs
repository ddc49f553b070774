//! The schema put together from the features, and how a request runs through it.

use std::{sync::Arc, time::Duration};

use async_graphql::{
    Data, Executor, MergedObject, MergedSubscription, Request, Response, SchemaBuilder,
    ValidationMode,
};
use domain::{clock::Clock, locale::Locale, text::Code};
use futures_util::{FutureExt as _, future::BoxFuture, stream::BoxStream};
use persistence::Store;

use crate::{
    access::api_key::{ApiKeyMutation, ApiKeyQuery},
    audit::AuditQuery,
    bulk::BulkMutation,
    buyer::Defaults,
    catalog::{
        attribute::{AttributeMutation, AttributeQuery},
        category::{CategoryMutation, CategoryQuery},
        product::{ProductMutation, ProductQuery, ProductSubscription},
        translation::TranslationsSet,
        variant::{VariantMutation, VariantQuery},
    },
    change::{ChangeQuery, EachByItself, Feed},
    channel::{ChannelMutation, ChannelQuery},
    context::{Asking, Shared},
    federation::FederationQuery,
    inventory::{
        ledger::StockLedgerQuery,
        location::{LocationMutation, LocationQuery},
        reservation::{ReservationMutation, ReservationQuery},
        stock::{StockLevelQuery, StockMutation, StockSubscription},
    },
    job::{JobMutation, JobQuery, JobSubscription},
    node::NodeQuery,
    pricing::{
        customer_group::{CustomerGroupMutation, CustomerGroupQuery},
        price::{PriceSubscription, PricesSet},
        price_list::{PriceListMutation, PriceListQuery},
        quote::QuoteQuery,
    },
    search::{RuleMutation, RuleQuery, SearchQuery, Searching},
    viewer::{Viewer, is_admin},
};

/// What can be asked. Each field that shows products, prices or texts takes the buyer's context; all below it inherits
/// it.
#[derive(Default, MergedObject)]
pub struct Query(
    NodeQuery,
    AdminQuery,
    ProductQuery,
    VariantQuery,
    CategoryQuery,
    QuoteQuery,
    ReservationQuery,
    JobQuery,
    SearchQuery,
    RuleQuery,
    FederationQuery,
);

/// What only admins can ask.
#[derive(Default, MergedObject)]
struct AdminQuery(
    AttributeQuery,
    ChannelQuery,
    LocationQuery,
    CustomerGroupQuery,
    PriceListQuery,
    AuditQuery,
    StockLevelQuery,
    StockLedgerQuery,
    ChangeQuery,
    ApiKeyQuery,
);

/// What can be changed. Each mutation says in `userErrors` everything that is wrong with its input, can be sent again under
/// an `idempotencyKey`, and tells with `dryRun` what it would do.
#[derive(Default, MergedObject)]
#[graphql(visible = "is_admin")]
pub struct Mutation(
    CatalogMutation,
    SettingMutation,
    SellingMutation,
    WorkMutation,
);

/// What is sold.
#[derive(Default, MergedObject)]
#[graphql(visible = "is_admin")]
struct CatalogMutation(
    CategoryMutation,
    AttributeMutation,
    ProductMutation,
    VariantMutation,
    TranslationsSet,
);

/// Where and to whom it is sold, and who may change it.
#[derive(Default, MergedObject)]
#[graphql(visible = "is_admin")]
struct SettingMutation(
    ChannelMutation,
    LocationMutation,
    CustomerGroupMutation,
    ApiKeyMutation,
);

/// For how much, and from which stock.
#[derive(Default, MergedObject)]
#[graphql(visible = "is_admin")]
struct SellingMutation(
    PriceListMutation,
    PricesSet,
    StockMutation,
    ReservationMutation,
);

/// Many changes at once, and how search orders what it finds.
#[derive(Default, MergedObject)]
#[graphql(visible = "is_admin")]
struct WorkMutation(BulkMutation, JobMutation, RuleMutation);

/// What is told while it happens, over a WebSocket at `/graphql/ws` (graphql-transport-ws) or as server-sent events from
/// `/graphql` (graphql-sse). Whoever takes too little of it is told no more, with the code `SUBSCRIPTION_LAGGED`.
#[derive(Default, MergedSubscription)]
pub struct Subscription(
    ProductSubscription,
    PriceSubscription,
    StockSubscription,
    JobSubscription,
);

/// What the schema needs from the outside.
pub struct Parts {
    /// Where the catalogue is.
    pub store: Store,
    /// Tells as of when prices and publication are asked, where a context doesn't.
    pub clock: Arc<dyn Clock>,
    /// The code of the channel that holds where neither the context nor the viewer's key names one. None: the first by
    /// code.
    pub default_channel: Option<Code>,
    /// The locale of the catalogue's plain texts.
    pub default_locale: Locale,
    /// The search index. None: there is none, and searches say so.
    pub searching: Option<Searching>,
    /// What tells subscribers. None: nobody is told anything.
    pub feed: Option<Feed>,
    /// How long the answer to one event of a subscription may take.
    pub event_patience: Duration,
}

/// The schema of the API, for all roles. It validates nothing: documents come validated against the schema of their
/// viewer's role, which [`crate::sdl()`] gives.
#[derive(Clone)]
pub struct Schema {
    once: Inner,
    /// For subscriptions. Not for all, since an extension takes time at every field.
    events: Inner,
}

type Inner = async_graphql::Schema<Query, Mutation, Subscription>;

pub(crate) fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    Inner::build(
        Query::default(),
        Mutation::default(),
        Subscription::default(),
    )
    .validation_mode(ValidationMode::Fast)
    .disable_suggestions()
}

/// The schema over a store.
#[must_use]
pub fn build(parts: Parts) -> Schema {
    let Parts {
        store,
        clock,
        default_channel,
        default_locale,
        searching,
        feed,
        event_patience,
    } = parts;
    let defaults = Defaults {
        channel: default_channel,
        locale: default_locale,
    };
    let shared = Shared {
        store,
        clock,
        defaults,
        searching,
        feed,
    };
    let each = EachByItself {
        patience: event_patience,
    };
    Schema {
        once: builder().data(shared.clone()).finish(),
        events: builder().data(shared).extension(each).finish(),
    }
}

/// Gives a request its viewer, its id, and loaders of its own. A request that wasn't prepared panics when it is run.
#[must_use]
pub fn prepare(request: Request, viewer: Viewer, request_id: impl Into<Arc<str>>) -> Request {
    request.data(Asking::new(viewer, request_id.into()))
}

impl Schema {
    /// Boxed, and never part of who calls it: the futures of all fields lie in each other, and would be compiled anew in every
    /// crate that runs a request.
    #[inline(never)]
    fn run(&self, request: Request) -> BoxFuture<'_, Response> {
        // A loader waits for a turn or two until all fields have said their keys. Tokio's budget would interrupt a turn
        // with many fields half way, and break their batch apart.
        tokio::task::unconstrained(self.once.execute(request)).boxed()
    }
}

impl Executor for Schema {
    async fn execute(&self, request: Request) -> Response {
        self.run(request).await
    }

    fn execute_stream(
        &self,
        request: Request,
        session: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        Executor::execute_stream(&self.events, request, session)
    }
}
