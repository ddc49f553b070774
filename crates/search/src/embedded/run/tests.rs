use std::sync::Arc;

use domain::id::ProductId;
use uuid::Uuid;

use super::{Search, Threads};
use crate::{
    embedded::{
        Embedded,
        testing::{add, add_all, day, filled, plan},
    },
    index::{ProductIndex as _, Target},
    plan::{Key, Outcome, Plan},
};

/// The ids that a plan gives, and what else it tells.
fn run(index: &Embedded, plan: Plan, from: u64) -> (Vec<ProductId>, Outcome) {
    let live = index.generation(Target::Live).unwrap();
    let search = Search {
        plan: Arc::new(plan),
        keep: None,
        threads: Threads::new(3, from).unwrap(),
    };
    let outcome = search.run(&live).unwrap();
    (outcome.rows.iter().map(|row| row.id).collect(), outcome)
}

fn newest(limit: usize) -> Plan {
    let order = vec![Key::Created { descending: true }];
    Plan {
        order,
        limit,
        ..plan(day(12))
    }
}

#[tokio::test]
async fn equals_are_ordered_by_id_however_they_lie() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), 0).await;
    // All were created at the same moment; the last ids lie first.
    let numbers: Vec<u128> = (2..=40).rev().collect();
    add_all(&index, &numbers).await;
    let (ids, outcome) = run(&index, newest(4), u64::MAX);
    let first = [1, 2, 3, 4].map(|number| ProductId::from(Uuid::from_u128(number)));
    assert_eq!(ids, first);
    assert_eq!((outcome.total, outcome.more), (Some(40), true));
}

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
    let (ids, together) = run(&index, newest(4), 0);
    assert_eq!(ids.len(), 4);
    assert_eq!((together.total, together.more), (Some(7), true));
    let (one_by_one, after) = run(&index, newest(4), u64::MAX);
    assert_eq!(ids, one_by_one);
    assert_eq!(
        (together.total, together.more, together.counts),
        (after.total, after.more, after.counts)
    );
}

#[tokio::test]
async fn what_is_replaced_lets_go_of_its_memory() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), 0).await;
    let replaced = index.generation(Target::Live).unwrap();
    let columns = replaced.columns(&replaced.searcher()).unwrap();
    let held = Arc::downgrade(columns.values().next().unwrap());
    drop(columns);
    assert!(held.upgrade().is_some());
    index.begin_aside().await.unwrap();
    index.swap().await.unwrap();
    assert!(held.upgrade().is_none());
    // It can be searched again all the same.
    index.rollback().await.unwrap();
    assert_eq!(run(&index, newest(4), 0).0.len(), 1);
}
