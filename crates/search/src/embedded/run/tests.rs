use std::sync::Arc;

use super::{Search, Threads};
use crate::{
    embedded::testing::{add, day, filled, plan},
    index::Target,
    plan::{Key, Outcome},
};

#[tokio::test]
async fn segments_are_walked_through_side_by_side_as_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), 0).await;
    // Each in a segment of its own.
    for number in 2..=7 {
        add(&index, number).await;
    }
    let live = index.generation(Target::Live).unwrap();
    assert!(live.searcher().segment_readers().len() > 1);
    let mut plan = plan(day(12));
    plan.order = vec![Key::Created { descending: true }];
    plan.limit = 4;
    let plan = Arc::new(plan);
    let run = |from| {
        let search = Search {
            plan: Arc::clone(&plan),
            keep: None,
            threads: Threads::new(3, from).unwrap(),
        };
        let Outcome {
            rows,
            total,
            more,
            counts,
            ..
        } = search.run(&live).unwrap();
        let ids: Vec<_> = rows.into_iter().map(|row| row.id).collect();
        (ids, total, more, counts)
    };
    let together = run(0);
    assert_eq!(together.0.len(), 4);
    assert_eq!((together.1, together.2), (Some(7), true));
    assert_eq!(together, run(u64::MAX));
}
