//! A store for tests that look inside.

use std::sync::Arc;

use testkit::{
    database::TestDatabase,
    time::{CountingIds, StandingClock},
};

use crate::{DatabaseConfig, Setup, Store};

/// Where it takes time and identifiers from. (What `testkit` gives is of the crate as others see it.)
pub(crate) fn setup() -> Setup {
    Setup {
        clock: Arc::new(StandingClock::default()),
        ids: Arc::new(CountingIds::default()),
    }
}

/// An empty store in SQLite, and what keeps its file.
pub(crate) async fn sqlite() -> (TestDatabase, Store) {
    let database = TestDatabase::sqlite().await;
    let store = Store::connect(&DatabaseConfig::new(database.url()), setup())
        .await
        .unwrap();
    (database, store)
}
