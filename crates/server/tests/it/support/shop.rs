//! A shop whose search index follows its catalogue, on an engine of the test's choice.

use std::sync::atomic::{AtomicU32, Ordering};

use persistence::CatalogVersion;
use search::Elasticsearch;
use serde_json::Value;
use server::indexer::Differences;
use testkit::database::TestDatabase;
use tokio::task::JoinHandle;
use url::Url;

use super::{
    app::{SAMPLE, TestApp, config},
    client::{Client, Reply},
};

/// The shop of `vitrine serve --sample`, indexed.
pub(crate) struct Shop {
    pub(crate) app: TestApp,
    settings: Vec<(&'static str, String)>,
    following: Option<JoinHandle<()>>,
    elasticsearch: Option<Elasticsearch>,
}

impl Shop {
    /// With the sample, in an Elasticsearch. None: there is none for tests.
    pub(crate) async fn in_elasticsearch(database: TestDatabase) -> Option<Self> {
        let address = testkit::index::elasticsearch_address()?;
        let mut shop = Self::at(database, &address, &address).await;
        shop.app.import(SAMPLE).await;
        shop.follow();
        shop.settle().await;
        Some(shop)
    }

    /// Empty, with its index to be in an Elasticsearch, which is reached at one address by the server and, at the end, at
    /// another one to take the index away.
    pub(crate) async fn at(database: TestDatabase, address: &str, real: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let prefix = format!("vitrine-test-server-{}-{number}", std::process::id());
        let settings = [
            ("VITRINE_SEARCH_URL", address),
            ("VITRINE_SEARCH_PREFIX", &prefix),
        ];
        let mut shop = Self::closed(database, &settings).await;
        let real = Url::parse(real).unwrap();
        shop.elasticsearch = Some(Elasticsearch::new(&real, &prefix).unwrap());
        shop
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
        let app = TestApp::with(database, settings).await;
        let folder = app.folder.path().to_str().unwrap().to_owned();
        let given = settings
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        Self {
            settings: given.chain([("VITRINE_DATA_DIR", folder)]).collect(),
            app,
            following: None,
            elasticsearch: None,
        }
    }

    /// Begins to keep the index in step.
    pub(crate) fn follow(&mut self) {
        let settings: Vec<(&str, &str)> = self
            .settings
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let config = config(&self.app.database, &settings);
        self.following = Some(self.app.app.start_indexing(&config).unwrap());
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
        let patience = std::time::Duration::from_secs(60);
        let reached = self.app.app.indexer().reach(version, patience).await;
        assert_eq!(reached.unwrap(), Ok(()));
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
        let Some(engine) = self.elasticsearch.take() else {
            return;
        };
        // The test's own runtime may be ending.
        let deleting = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            // What is left behind is in nobody's way.
            let _ = runtime.block_on(engine.delete_everything());
        });
        let _ = deleting.join();
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
