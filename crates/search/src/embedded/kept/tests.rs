use crate::{
    embedded::{
        Embedded, KEPT_BYTES,
        testing::{add, day, filled, plan},
    },
    hits::Position,
    index::{ProductIndex as _, Target},
    plan::Plan,
};

fn is_known(index: &Embedded, plan: &Plan) -> bool {
    let question = index.kept.question(plan);
    question.is_some_and(|question| index.known(&question, plan.at).unwrap().is_some())
}

#[tokio::test]
async fn an_answer_is_kept_until_something_begins_or_ends() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), KEPT_BYTES).await;
    assert!(!is_known(&index, &plan(day(12))));
    assert_eq!(index.run(&plan(day(12))).await.unwrap().total, Some(1));
    for (at, known) in [(9, false), (10, true), (19, true), (20, false), (30, false)] {
        assert_eq!(is_known(&index, &plan(day(at))), known, "day {at}");
    }
    assert_eq!(index.run(&plan(day(9))).await.unwrap().total, Some(0));
    assert!(is_known(&index, &plan(day(3))));
    let counts = index.run(&plan(day(25))).await.unwrap().counts;
    assert_eq!(counts[0].prices, Some((11_000_000, 11_000_000)));
    assert!(is_known(&index, &plan(day(9_999))));
}

#[tokio::test]
async fn what_another_question_was_answered_is_not_given() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), KEPT_BYTES).await;
    index.run(&plan(day(12))).await.unwrap();
    let mut other = plan(day(12));
    other.limit = 23;
    assert!(!is_known(&index, &other));
    other = plan(day(12));
    other.explain = true;
    assert!(!is_known(&index, &other));
}

#[tokio::test]
async fn a_change_of_the_index_ends_what_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), KEPT_BYTES).await;
    index.run(&plan(day(12))).await.unwrap();
    add(&index, 2).await;
    assert!(!is_known(&index, &plan(day(12))));
    assert_eq!(index.run(&plan(day(12))).await.unwrap().total, Some(2));
    // How far it has come is told all the same where nothing has changed.
    index
        .commit(Target::Live, Position(7), day(1))
        .await
        .unwrap();
    assert!(is_known(&index, &plan(day(12))));
    let state = index.run(&plan(day(12))).await.unwrap().state;
    assert_eq!(state.position, Position(7));
}

#[tokio::test]
async fn without_memory_for_it_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), 0).await;
    index.run(&plan(day(12))).await.unwrap();
    assert!(!is_known(&index, &plan(day(12))));
}
