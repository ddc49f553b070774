//! Which address is answered by what.

use std::{ops::Deref, sync::Arc};

use axum::{
    Extension, Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header},
    middleware::{from_fn_with_state, map_response},
    response::Redirect,
    routing::{any, get},
};
use futures_util::StreamExt as _;
use persistence::Store;
use search::Index;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer, DefaultPredicate, Predicate as _,
        predicate::{And, SizeAbove},
    },
    cors::CorsLayer,
};

use crate::{
    auth::{Authenticator, KEY_EVERY},
    exports,
    front::{Caller, Front, Limits},
    graphiql, health,
    indexer::Indexer,
    live::Live,
    metrics::Metrics,
    observe::observe,
    problem::problem,
    rate::{Address, RateLimits},
    request_id::RequestId,
    socket,
};

/// A shorter answer fits in a packet or two as it is.
const COMPRESSED_ABOVE: u64 = 1024;

/// What all requests share.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Parts>);

/// The parts of a server.
pub(crate) struct Parts {
    pub(crate) store: Store,
    pub(crate) index: Index,
    pub(crate) indexer: Indexer,
    pub(crate) front: Front<graphql::Schema>,
    pub(crate) authenticator: Authenticator,
    pub(crate) metrics: Arc<Metrics>,
    /// What stays open, and whether the server is about to end, so that nothing new should be sent to it.
    pub(crate) live: Live,
    pub(crate) limits: Limits,
    pub(crate) rates: Arc<RateLimits>,
}

impl Shared {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Parts {
    /// What the door needs to know of a viewer, from where they ask, and with which context of the whole request.
    pub(crate) fn caller(
        &self,
        viewer: &graphql::Viewer,
        id: &RequestId,
        address: Option<&Address>,
        context: Option<&graphql::DefaultContext>,
    ) -> Caller {
        Caller {
            role: viewer.role_in_schema(),
            request_id: id.as_str().to_owned(),
            meter: self.rates.meter(viewer, address),
            sees: viewer.sees(context),
        }
    }
}

impl Deref for Shared {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// All routes, with what surrounds them.
pub(crate) fn router(shared: Shared, cors: Option<CorsLayer>) -> Router {
    let metrics = Arc::clone(&shared.metrics);
    let files = shared.clone();
    let mut documents = Router::new()
        .route("/graphql", any(graphql))
        .layer(compression())
        .layer(map_response(weaken_tag_of_packed));
    if let Some(cors) = cors {
        documents = documents.layer(cors);
    }
    Router::new()
        .route("/", get(|| async { Redirect::temporary("/graphiql") }))
        .merge(documents)
        .route("/graphql/ws", get(socket::open))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::figures))
        .with_state(shared)
        .merge(graphiql::routes())
        .fallback(nothing)
        .layer(compression())
        // Packed already.
        .merge(
            Router::new()
                .route("/exports/{secret}", get(exports::export))
                .with_state(files),
        )
        .layer(from_fn_with_state(metrics, observe))
}

/// What is packed already is left as it is.
fn compression() -> CompressionLayer<And<DefaultPredicate, SizeAbove>> {
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(DefaultPredicate::new().and(SizeAbove::new(COMPRESSED_ABOVE)))
}

/// `/graphql`, whatever the method: the front door knows them.
async fn graphql(
    State(shared): State<Shared>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response<Body> {
    let viewer = match shared.authenticator.viewer(request.headers()).await {
        Ok(viewer) => viewer,
        Err(denied) => return denied.into_response(&id),
    };
    let authorization = socket::authorization(request.headers());
    let peer = request.extensions().get().copied();
    let address = shared.rates.address(request.headers(), peer);
    let context = default_context(&request);
    let caller = shared.caller(&viewer, &id, address.as_ref(), context.as_ref());
    let prepare = |request| {
        let request = graphql::prepare(request, viewer.clone(), id.shared());
        match &context {
            Some(context) => request.data(context.clone()),
            None => request,
        }
    };
    let response = shared.front.handle(request, caller, prepare).await;
    if authorization.is_empty() || !is_events(&response) {
        return response;
    }
    let revoked = Box::pin(until_revoked(shared.clone(), authorization));
    response.map(|body| Body::from_stream(body.into_data_stream().take_until(revoked)))
}

fn is_events(response: &Response<Body>) -> bool {
    let media = response.headers().get(header::CONTENT_TYPE);
    media.is_some_and(|media| media.as_bytes().starts_with(b"text/event-stream"))
}

/// Waits until a key doesn't hold any more: a stream that it began ends then.
async fn until_revoked(shared: Shared, authorization: HeaderMap) {
    loop {
        tokio::time::sleep(KEY_EVERY).await;
        if shared.authenticator.ended(&authorization).await.is_some() {
            return;
        }
    }
}

/// The buyer's context of the whole request, where a client says one. Only of a POST: an answer to a GET may be kept by
/// caches, which know nothing of this header.
fn default_context(request: &Request) -> Option<graphql::DefaultContext> {
    let header = request.headers().get("vitrine-context")?;
    // What is no text is no context either, and is refused as such where it is used.
    let text = String::from_utf8_lossy(header.as_bytes()).into_owned();
    (request.method() == Method::POST).then_some(graphql::DefaultContext(text))
}

/// A packed answer has other bytes than the one that its strong tag names, and the same meaning.
async fn weaken_tag_of_packed(mut response: Response<Body>) -> Response<Body> {
    if !response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    if let Some(tag) = response.headers().get(header::ETAG)
        && tag.as_bytes().starts_with(b"\"")
        && let Ok(weak) = HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat())
    {
        response.headers_mut().insert(header::ETAG, weak);
    }
    response
}

async fn nothing(Extension(id): Extension<RequestId>) -> Response<Body> {
    let message =
        "Nothing is here. GraphQL is at /graphql, and GraphiQL, to explore it, at /graphiql.";
    problem(StatusCode::NOT_FOUND, "NOT_FOUND", message, &id)
}
