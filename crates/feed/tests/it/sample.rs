//! The sample catalogue that the server ships with.

use crate::support::{exported, load};

testkit::on_each_database! {
    async fn the_sample_is_valid_and_stands_in_export_order(database: TestDatabase) {
        let sample = include_str!("../../../../samples/catalogue.jsonl");
        let store = database.store().await;
        load(&store, sample).await;
        let export = exported(&store).await;
        for (place, (ours, theirs)) in export.lines().zip(sample.lines()).enumerate() {
            assert_eq!(ours, theirs, "line {}", place + 1);
        }
        assert_eq!(export.lines().count(), sample.lines().count());
    }
}
