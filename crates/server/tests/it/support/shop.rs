//! A shop whose search index follows its catalogue, on an engine of the test's choice.

use std::time::{Duration, Instant};

use persistence::CatalogVersion;
use serde_json::Value;
use server::{build_app_with, config::Config, indexer::Differences};
use testkit::{database::TestDatabase, index::Indexes};
use tokio::task::JoinHandle;

use super::{
    app::{SAMPLE, TestApp, config},
    client::{Client, Reply},
};

/// So long an index may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The shop of `vitrine serve --sample`, indexed.
pub(crate) struct Shop {
    pub(crate) app: TestApp,
    settings: Vec<(&'static str, String)>,
    following: Option<JoinHandle<()>>,
    // Dropped last: what is indexed there.
    _elasticsearch: Option<Indexes>,
}

impl Shop {
    /// With the sample, in an Elasticsearch. None: there is none for tests.
    pub(crate) async fn in_elasticsearch(database: TestDatabase) -> Option<Self> {
        let address = testkit::index::elasticsearch_address()?;
        let mut shop = Self::at(database, &address).await;
        shop.app.import(SAMPLE).await;
        shop.follow();
        shop.settle().await;
        Some(shop)
    }

    /// Empty, with its index to be in the Elasticsearch for tests, which the server reaches at this address.
    pub(crate) async fn at(database: TestDatabase, address: &str) -> Self {
        let indexes = Indexes::own().unwrap();
        let settings = [
            ("VITRINE_SEARCH_URL", address),
            ("VITRINE_SEARCH_PREFIX", indexes.prefix()),
        ];
        let settings = settings.map(|(name, value)| (name, value.to_owned()));
        Self::made(database, settings.to_vec(), Some(indexes)).await
    }

    /// With the sample, on the embedded engine.
    pub(crate) async fn open(database: TestDatabase) -> Self {
        let mut shop = Self::closed(database, &[]).await;
        shop.app.import(SAMPLE).await;
        shop.follow();
        shop.settle().await;
        shop
    }

    /// Empty, and not indexed.
    pub(crate) async fn closed(database: TestDatabase, settings: &[(&'static str, &str)]) -> Self {
        let settings = settings.iter();
        let settings = settings.map(|(name, value)| (*name, (*value).to_owned()));
        Self::made(database, settings.collect(), None).await
    }

    async fn made(
        database: TestDatabase,
        mut settings: Vec<(&'static str, String)>,
        elasticsearch: Option<Indexes>,
    ) -> Self {
        let given = settings.iter();
        let given: Vec<(&str, &str)> = given.map(|(name, value)| (*name, &**value)).collect();
        let app = TestApp::with(database, &given).await;
        let folder = app.folder.path().to_str().unwrap().to_owned();
        settings.push(("VITRINE_DATA_DIR", folder));
        Self {
            settings,
            app,
            following: None,
            _elasticsearch: elasticsearch,
        }
    }

    /// Begins to keep the index in step.
    pub(crate) fn follow(&mut self) {
        self.following = Some(self.app.app.start_indexing(&self.config()).unwrap());
    }

    /// Ends the server and starts another one on the same store and index, which doesn't keep the index in step yet.
    pub(crate) async fn restart(&mut self) {
        if let Some(following) = self.following.take() {
            following.abort();
            // It was aborted, which is an error of the task.
            let _ = following.await;
        }
        self.app.app.indexer().end().await;
        let setup = self.app.database.setup();
        self.app.app = build_app_with(&self.config(), setup).await.unwrap();
    }

    fn config(&self) -> Config {
        let settings = self.settings.iter();
        let settings = settings.map(|(name, value)| (*name, value.as_str()));
        config(&self.app.database, &settings.collect::<Vec<_>>())
    }

    /// Ends it where it is, as a killed process does.
    pub(crate) fn kill(&mut self) {
        if let Some(following) = self.following.take() {
            following.abort();
        }
    }

    /// Waits until the index has all that is committed.
    pub(crate) async fn settle(&self) {
        let version = self.app.app.store().catalog_version().await.unwrap();
        let reached = self.app.app.indexer().reach(version, PATIENCE).await;
        assert_eq!(reached.unwrap(), Ok(()));
    }

    /// Waits until the index is of the newest version of the catalogue. That comes later than [`Shop::settle`] where another
    /// transaction is still open, which on PostgreSQL may be one of any other test: a change before it might still come.
    pub(crate) async fn come_to_rest(&self) {
        let newest = self.app.app.store().catalog_version().await.unwrap();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let settled = self.app.app.indexer().status().reached.settled;
            if settled.seq >= newest.0 {
                return;
            }
            assert!(Instant::now() < deadline, "{settled:?}, {newest:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// What differs between the index and the catalogue.
    pub(crate) async fn differences(&self) -> Differences {
        let indexer = self.app.app.indexer();
        indexer
            .check(false, &server::indexer::Tally::default())
            .await
            .unwrap()
    }

    /// Asks as a storefront in the channel `us`.
    pub(crate) async fn ask(&self, query: &str) -> Reply {
        self.storefront().run(query).await
    }

    /// The codes of the products that a `search(…)` with these arguments finds, in order.
    pub(crate) async fn find(&self, arguments: &str) -> Vec<String> {
        let query = format!(
            "{{ search({arguments}, first: 250, context: {{channel: \"us\", locale: \"en\"}}) {{ nodes {{ code }} }} }}"
        );
        codes(&self.ask(&query).await.data()["search"]["nodes"])
    }

    pub(crate) fn storefront(&self) -> Client {
        self.app.storefront()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The codes of a list of things.
pub(crate) fn codes(nodes: &Value) -> Vec<String> {
    let code = |node: &Value| node["code"].as_str().unwrap().to_owned();
    nodes.as_array().unwrap().iter().map(code).collect()
}

/// A version as clients send it.
pub(crate) fn shown(version: CatalogVersion) -> String {
    format!("v{}", version.0)
}
