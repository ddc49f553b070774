//! The server put together, without a socket: what `vitrine serve` listens with, and what tests call.

use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use domain::clock::Clock;
use graphql::change::Feed;
use persistence::{Setup, Store};
use search::Health;
use tokio::task::JoinHandle;

use crate::{
    auth::Authenticator,
    config::Config,
    front::{Front, KeptAnswers, Sources, TrustedDocuments, ViewerSchemas},
    hub,
    indexer::{self, Indexer},
    jobs::{Worker, Working},
    live::Live,
    metrics::Metrics,
    rate::RateLimits,
    router::{Parts, Shared, router},
    store::open_store_of_server,
    system,
};

/// A server that is ready to answer.
#[derive(Clone)]
pub struct App {
    shared: Shared,
    router: Router,
    feed: Feed,
    worker: Arc<Worker>,
}

impl App {
    /// What answers requests.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// The catalogue.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.shared.store
    }

    /// Keeps the search index in step with the catalogue, once it is started.
    #[must_use]
    pub fn indexer(&self) -> &Indexer {
        &self.shared.indexer
    }

    /// Starts to keep the search index in step; where another process has the right to write it, to look how far it is.
    ///
    /// # Errors
    /// Where the folder of an embedded index can't be made or locked.
    pub fn start_indexing(&self, config: &Config) -> anyhow::Result<JoinHandle<()>> {
        if self.indexer().claim(config)?.is_some() {
            tracing::warn!(
                "another process writes the search index in {}; this server searches in it and doesn't keep it in step",
                indexer::folder(config).display()
            );
        }
        Ok(self.indexer().start())
    }

    /// The figures of `/metrics`.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.shared.metrics
    }

    /// Begins to tell subscribers, and other servers, of changes, until it is aborted.
    #[must_use]
    pub fn start_telling(&self) -> JoinHandle<()> {
        let (store, feed) = (self.store().clone(), self.feed.clone());
        tokio::spawn(async move {
            tokio::join!(hub::follow(store.clone(), feed), hub::tell_others(store));
        })
    }

    /// Begins to do the catalogue's jobs.
    #[must_use]
    pub fn start_jobs(&self) -> Working {
        Worker::start(Arc::clone(&self.worker))
    }

    /// From now on `/readyz` says that the server is ending, and what stays open is closed.
    pub fn end(&self) {
        self.shared.live.end();
    }

    /// The WebSockets and streams of events.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.shared.live
    }
}

/// Opens the store and puts the server together.
///
/// # Errors
/// Where the database can't be reached, or its schema is not the program's and may not be changed.
pub async fn build_app(config: &Config) -> anyhow::Result<App> {
    build_app_with(config, system::setup()).await
}

/// As [`build_app`], with a clock and identifiers of the caller's.
///
/// # Errors
/// As [`build_app`].
pub async fn build_app_with(config: &Config, setup: Setup) -> anyhow::Result<App> {
    let clock = Arc::clone(&setup.clock);
    let store = open_store_of_server(config, setup).await?;
    assemble(config, store, clock).await
}

/// Puts the server together around a store that is open.
///
/// # Errors
/// Where the store can't be read, or the search index's address can't be used.
pub async fn assemble(config: &Config, store: Store, clock: Arc<dyn Clock>) -> anyhow::Result<App> {
    let index = indexer::open(config)?;
    if let Health::Unreachable { reason } = index.health().await {
        tracing::warn!(
            reason,
            "the search index at {} is not reachable; everything but search works",
            config.search_url
        );
    }
    warn_of_guessed_channel(config, &store).await?;

    let indexer = Indexer::new(indexer::Parts {
        store: store.clone(),
        index: index.clone(),
        clock: Arc::clone(&clock),
        default_locale: config.default_locale.clone(),
    });
    let feed = Feed::default();
    let schema = graphql::build(graphql::Parts {
        store: store.clone(),
        clock: Arc::clone(&clock),
        searching: Some(graphql::search::Searching {
            index: index.clone(),
            follower: Arc::new(indexer.clone()),
            patience: config.server.search_patience(),
        }),
        default_channel: config.default_channel.clone(),
        default_locale: config.default_locale.clone(),
        feed: Some(feed.clone()),
        event_patience: config.server.request_timeout(),
    });
    let limits = config.limits.of_front(&config.server);
    let schemas = ViewerSchemas::new(graphql::sdl_of).context("reading the schema")?;
    let worker = Worker::new(
        store.clone(),
        Arc::clone(&clock),
        config.default_channel.clone(),
        config.default_locale.clone(),
    );
    let metrics = Arc::<Metrics>::default();
    let live = Live::new(config.subscriptions.clone(), Arc::clone(&metrics));
    let sources = Sources {
        store: store.clone(),
        index: index.clone(),
        clock: Arc::clone(&clock),
    };
    let answers = config.caching.answer_bytes;
    let front = Front::new(schema, schemas, limits)
        .remembering(KeptAnswers::new(
            answers,
            limits.patience,
            sources,
            &metrics,
        ))
        .keeping_answers(config.caching.of_front())
        .with_persisted_documents(config.documents.of_front(), persisted_documents(config)?)
        .context("reading the persisted documents")?
        .keeping_files_in(store.clone())
        .counted_in(live.clone());
    let shared = Shared::new(Parts {
        authenticator: Authenticator::new(store.clone(), clock, &config.auth)?,
        front,
        store,
        index,
        indexer,
        live,
        metrics,
        limits,
        rates: Arc::new(
            RateLimits::of(&config.rate_limits).context("preparing to count rates in Redis")?,
        ),
    });
    Ok(App {
        router: router(shared.clone(), config.cors.layer()),
        shared,
        feed,
        worker: Arc::new(worker),
    })
}

/// The documents that clients may name, as they are configured.
fn persisted_documents(config: &Config) -> anyhow::Result<TrustedDocuments> {
    let Some(path) = &config.persisted_documents else {
        if config.documents.of_front().only_trusted {
            anyhow::bail!(
                "documents.only_persisted is set, and there are no persisted documents: nothing could be asked. \
                 Name them with VITRINE_PERSISTED_DOCUMENTS"
            );
        }
        return Ok(TrustedDocuments::default());
    };
    let documents = TrustedDocuments::read(path).context("reading the persisted documents")?;
    tracing::info!(
        count = documents.len(),
        "{} persisted documents in {}",
        documents.len(),
        path.display()
    );
    Ok(documents)
}

/// Which channel a request without one gets should be no accident.
async fn warn_of_guessed_channel(config: &Config, store: &Store) -> anyhow::Result<()> {
    let reference = store.reference().await.context("reading the channels")?;
    let codes: Vec<&str> = reference
        .channels
        .iter()
        .map(|channel| channel.value.code.as_str())
        .collect();
    match &config.default_channel {
        Some(default) if !codes.contains(&default.as_str()) => tracing::warn!(
            "the default channel `{default}` does not exist; requests that name no channel are refused until it does"
        ),
        None if codes.len() > 1 => {
            let lowest = codes.iter().min().copied().unwrap_or_default();
            tracing::warn!(
                "there are {} channels and no default is configured: requests that name none get `{lowest}`, the lowest code. \
                 Set VITRINE_DEFAULT_CHANNEL to choose",
                codes.len()
            );
        }
        _ => {}
    }
    Ok(())
}
