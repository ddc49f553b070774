//! Search indexes for tests: each test has its own.
//!
//! [`on_each_index!`](crate::on_each_index) makes one test per engine of an `async fn(TestIndex)`. The embedded index
//! always runs. Elasticsearch runs where `VITRINE_TEST_ELASTICSEARCH` names one (`eval "$(dev/services up)"` sets it);
//! without it the test says that it was left out, and with `CI=true` it fails. OpenSearch runs where `VITRINE_TEST_OPENSEARCH`
//! names one, and is left out elsewhere.

use std::{
    process,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use search::{Elasticsearch, Embedded, Index};
use url::Url;

use crate::engine::{engine, variable};

/// An index that only this test knows, with an empty live generation. Its end takes it away.
pub struct TestIndex {
    index: Index,
    // Dropped last: it deletes what the other uses.
    _guard: Guard,
}

#[expect(dead_code, reason = "they are kept for what their end does")]
enum Guard {
    Embedded(tempfile::TempDir),
    Elasticsearch(Indexes),
}

/// The indexes of one prefix in an Elasticsearch, deleted at the end.
pub struct Indexes {
    engine: Elasticsearch,
    prefix: String,
}

impl Indexes {
    /// Those of a prefix that no other test has. None: as [`elasticsearch_address`].
    ///
    /// # Panics
    /// Where there is no Elasticsearch although `CI` is `true`, and where its address can't be used.
    #[must_use]
    pub fn own() -> Option<Self> {
        elasticsearch_address().map(|address| Self::at(&address))
    }

    fn at(address: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let prefix = format!("vitrine-test-{}-{number}", process::id());
        let address = Url::parse(address).expect("the variables name addresses");
        let engine = Elasticsearch::new(&address, &prefix).expect("a client can be made");
        Self { engine, prefix }
    }

    /// What their names begin with.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }
}

impl TestIndex {
    /// An embedded index in a temporary folder.
    ///
    /// # Panics
    /// Where it can't be made.
    pub async fn embedded() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let engine = Embedded::open(folder.path()).expect("an empty folder can be opened");
        Self::new(Index::of(engine), Guard::Embedded(folder)).await
    }

    /// An index in an Elasticsearch. None: `VITRINE_TEST_ELASTICSEARCH` is not set, which was said on standard error.
    ///
    /// # Panics
    /// Where it can't be made, and where the variable is not set although `CI` is `true`.
    pub async fn elasticsearch() -> Option<Self> {
        Some(Self::of(Indexes::own()?).await)
    }

    /// An index in an OpenSearch. None: `VITRINE_TEST_OPENSEARCH` is not set.
    ///
    /// # Panics
    /// Where it can't be made.
    pub async fn opensearch() -> Option<Self> {
        let address = variable("VITRINE_TEST_OPENSEARCH")?;
        Some(Self::of(Indexes::at(&address)).await)
    }

    async fn of(indexes: Indexes) -> Self {
        let index = Index::of(indexes.engine.clone());
        Self::new(index, Guard::Elasticsearch(indexes)).await
    }

    async fn new(index: Index, guard: Guard) -> Self {
        index
            .engine()
            .ensure()
            .await
            .expect("the engine makes an index");
        Self {
            index,
            _guard: guard,
        }
    }

    /// The index.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }
}

/// The Elasticsearch for tests. None: there is none, which was said on standard error.
///
/// # Panics
/// Where there is none although `CI` is `true`.
#[must_use]
pub fn elasticsearch_address() -> Option<String> {
    engine("VITRINE_TEST_ELASTICSEARCH")
}

impl Drop for Indexes {
    fn drop(&mut self) {
        let engine = self.engine.clone();
        // The test's own runtime may be ending.
        let deleting = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime can be made");
            // What is left behind is in nobody's way.
            let _ = runtime.block_on(engine.delete_everything());
        });
        let _ = deleting.join();
    }
}

/// Makes a test for each engine of each `async fn(TestIndex)`: the embedded index, Elasticsearch, OpenSearch.
///
/// ```ignore
/// testkit::on_each_index! {
///     /// What is remarkable about it.
///     async fn an_indexed_product_is_found(index: TestIndex) { drop(index) }
/// }
/// ```
#[macro_export]
macro_rules! on_each_index {
    ($($(#[$meta:meta])* async fn $name:ident($index:ident: TestIndex) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "what a test uses is its own affair")]
            use super::*;

            async fn test($index: $crate::index::TestIndex) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn embedded() {
                test($crate::index::TestIndex::embedded().await).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn elasticsearch() {
                if let Some(index) = $crate::index::TestIndex::elasticsearch().await {
                    test(index).await;
                }
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn opensearch() {
                if let Some(index) = $crate::index::TestIndex::opensearch().await {
                    test(index).await;
                }
            }
        }
    )+};
}
