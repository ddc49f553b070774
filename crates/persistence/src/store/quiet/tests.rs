use super::*;
use crate::{sql::Sql, testing};

#[tokio::test]
async fn the_next_moment_is_found_without_reading_the_prices() {
    let (_database, store) = testing::sqlite().await;
    let mut sql = Sql::new(sea_orm::DbBackend::Sqlite);
    sql.push(
        &statement(SQLITE_MARK, SQLITE_NOW)
            .replace("$1", "5")
            .replace("$2", "6"),
    );
    let plan = sql.plan(&store).await;
    for index in MOMENTS
        .iter()
        .filter(|(table, _)| *table != "price_list")
        .map(|(table, column)| format!("USING COVERING INDEX {table}_{column} ({column}>?)"))
    {
        assert!(plan.contains(&index), "{index} is not in\n{plan}");
    }
    assert!(
        plan.contains("reservation_line_expiry (expires_at>?)"),
        "{plan}"
    );
}
