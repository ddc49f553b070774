//! Building aside, swapping, and going back.

use search::{Embedded, Index, hits::Position, index::Target};

use crate::fixture::{fill, found, now, product, request, upsert};

testkit::on_each_index! {
    async fn an_index_is_built_aside_swapped_in_and_rolled_back(index: TestIndex) {
        let engine = index.index().engine();
        fill(index.index(), [product(1, "old")]).await;
        let live = engine.state().await.unwrap().unwrap();
        assert_eq!(engine.aside().await.unwrap(), None);

        let aside = engine.begin_aside().await.unwrap();
        assert!(aside.generation > live.generation);
        let change = upsert(product(2, "new"));
        engine.apply(Target::Aside, vec![change]).await.unwrap();
        engine.commit(Target::Aside, Position(40), now()).await.unwrap();
        // Begun again it goes on where it was.
        assert_eq!(engine.begin_aside().await.unwrap().position, Position(40));
        assert_eq!(engine.count(Target::Aside).await.unwrap(), 1);
        assert_eq!(found(index.index(), &request()).await, [1]);

        let swapped = engine.swap().await.unwrap();
        assert_eq!((swapped.generation, swapped.position), (aside.generation, Position(40)));
        assert_eq!(found(index.index(), &request()).await, [2]);
        assert_eq!(engine.aside().await.unwrap(), None);
        assert_eq!(engine.previous().await.unwrap(), Some(live));

        let back = engine.rollback().await.unwrap().unwrap();
        assert_eq!(back, live);
        assert_eq!(found(index.index(), &request()).await, [1]);
        fill(index.index(), [product(3, "later")]).await;
        assert_eq!(found(index.index(), &request()).await.len(), 2);
        assert_eq!(engine.previous().await.unwrap().unwrap().generation, aside.generation);
    }

    async fn the_one_before_the_previous_is_deleted(index: TestIndex) {
        let engine = index.index().engine();
        let mut generations = Vec::new();
        for number in 1..=3 {
            engine.begin_aside().await.unwrap();
            let change = upsert(product(number, "lamp"));
            engine.apply(Target::Aside, vec![change]).await.unwrap();
            engine.commit(Target::Aside, Position(1), now()).await.unwrap();
            generations.push(engine.swap().await.unwrap().generation);
        }
        assert!(generations.is_sorted());
        assert_eq!(engine.previous().await.unwrap().unwrap().generation, generations[1]);
        engine.rollback().await.unwrap().unwrap();
        assert_eq!(found(index.index(), &request()).await, [2]);
    }

    async fn what_is_built_aside_can_be_given_up(index: TestIndex) {
        let engine = index.index().engine();
        engine.begin_aside().await.unwrap();
        engine.drop_aside().await.unwrap();
        assert_eq!(engine.aside().await.unwrap(), None);
        assert!(engine.swap().await.is_err());
        assert!(engine.apply(Target::Aside, vec![upsert(product(1, "x"))]).await.is_err());
        engine.drop_aside().await.unwrap();
        let second = engine.begin_aside().await.unwrap();
        assert_eq!(second.position, Position(0));
        assert_eq!(engine.rollback().await.unwrap(), None);
    }
}

#[tokio::test]
async fn an_embedded_index_is_read_by_others_while_one_writes() {
    let folder = tempfile::tempdir().unwrap();
    let open = || search::Index::of(search::Embedded::open(folder.path()).unwrap());
    let (writer, reader) = (open(), open());
    let missing = reader.search(&request()).await.unwrap_err();
    assert_eq!(missing.kind, domain::outcome::FaultKind::Unavailable);
    writer.engine().ensure().await.unwrap();
    fill(&writer, [product(1, "lamp")]).await;
    assert_eq!(found(&reader, &request()).await, [1]);
    fill(&writer, [product(2, "lamp")]).await;
    let state = reader.engine().state().await.unwrap();
    assert_eq!(state, writer.engine().state().await.unwrap());
    assert_eq!(found(&reader, &request()).await, [2, 1]);
    let change = upsert(product(3, "lamp"));
    let refused = reader
        .engine()
        .apply(Target::Live, vec![change])
        .await
        .unwrap_err();
    assert_eq!(refused.kind, domain::outcome::FaultKind::Contended);
    // What is there is found after a start.
    drop(writer);
    assert_eq!(found(&open(), &request()).await, [2, 1]);
}

/// A program was killed after it had made a generation's folder and before it wrote down that there is one.
#[tokio::test]
async fn a_folder_that_was_left_behind_is_no_obstacle() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Index::of(Embedded::open(folder.path()).unwrap());
    let first = open().engine().ensure().await.unwrap();
    std::fs::remove_file(folder.path().join("generations.json")).unwrap();
    let again = open().engine().ensure().await.unwrap();
    assert_eq!(
        (again.generation, again.position),
        (first.generation, first.position)
    );
}
