//! The limit of statements, on both databases.

use std::time::Duration;

use domain::outcome::FaultKind;
use testkit::on_each_database;

use super::*;
use crate::{DatabaseConfig, Store, testing};

/// Takes seconds at least.
const LONG: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000000) SELECT count(*) AS found FROM n";
/// Takes longer than the limit.
const A_WHILE: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT count(*) AS found FROM n";

async fn count(reader: &Reader, sql: &str) -> Result<i64, FaultKind> {
    let statement = Statement::from_string(reader.get_database_backend(), sql);
    let found = reader.query_one_raw(statement).await;
    let row = found.map_err(|error| fault("counting")(error).kind)?;
    Ok(row.unwrap().try_get("", "found").unwrap())
}

on_each_database! {
    async fn a_statement_is_stopped_in_time_and_the_reading_of_one_state_is_not(database: TestDatabase) {
        let config = DatabaseConfig {
            max_connections: 2,
            statement_timeout: Some(Duration::from_millis(60)),
            ..DatabaseConfig::new(database.url())
        };
        let store = Store::connect(&config, testing::setup()).await.unwrap();
        for _ in 0..3 {
            assert_eq!(count(store.reader(), LONG).await, Err(FaultKind::Timeout));
            assert_eq!(count(store.reader(), "SELECT count(*) AS found FROM product").await, Ok(0));
        }
        let snapshot = store.snapshot().await.unwrap();
        assert_eq!(count(snapshot.database(), A_WHILE).await, Ok(1_000_000));
    }
}
