//! An export is the catalogue: imported elsewhere and exported again it is the same, byte for byte.

use testkit::database::TestDatabase;

use crate::support::{SHOP, exported, load};

testkit::on_each_database! {
    async fn an_export_imported_into_an_empty_store_exports_the_same(database: TestDatabase) {
        let store = database.store().await;
        load(&store, SHOP).await;
        let export = exported(&store).await;
        let other = TestDatabase::sqlite().await;
        let other_store = other.store().await;
        load(&other_store, &export).await;
        assert_eq!(exported(&other_store).await, export);
        let sorted: Vec<&str> = SHOP.lines().collect();
        let attributes = |line: &&&str| line.contains("\"type\":\"attribute\"");
        assert_eq!(export.lines().filter(|line| !attributes(&line)).collect::<Vec<_>>(), sorted.iter().filter(|line| !attributes(line)).copied().collect::<Vec<_>>(), "the shop stands in export order");
    }

    async fn keys_are_sorted_by_code_point(database: TestDatabase) {
        let store = database.store().await;
        let codes = ["b", "B", "a", "_", "é", "Z", "10", "9", "ß", "z-a", "za"];
        let lines: Vec<String> = codes.iter().enumerate().map(|(n, code)| format!(r#"{{"type":"category","code":"{code}","slug":"s{n}","name":"N"}}"#)).collect();
        load(&store, &lines.join("\n")).await;
        let export = exported(&store).await;
        let mut sorted = codes.to_vec();
        sorted.sort_unstable();
        let found: Vec<&str> = export.lines().filter_map(|line| line.split('"').nth(7)).collect();
        assert_eq!(found, sorted);
    }
}
