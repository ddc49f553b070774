//! The outbox, once it is settled.

use std::time::Duration;

use persistence::{CatalogVersion, OutboxPosition, Store};

const READABLE: &str = "the outbox can be read";

/// The place of the outbox's settled end, once that has come to this version: PostgreSQL's oldest open transaction may be
/// that of another test's database, and is waited for.
///
/// # Panics
/// Where the database can't be read.
pub async fn settled(store: &Store, version: CatalogVersion) -> OutboxPosition {
    loop {
        let end = store.outbox_end().await.expect(READABLE);
        let place = store.outbox_position(version).await.expect(READABLE);
        if Some(end) >= place {
            return end;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
