//! Writing: revisions, deletions, positions.

use search::{
    document::{ProductDocument, Revision},
    hits::Position,
    index::Target,
};

use crate::fixture::{asking, commit, delete, fill, found, now, product, request, revised, upsert};

fn at(revision: u64, name: &str) -> ProductDocument {
    revised(product(1, name), revision)
}

testkit::on_each_index! {
    async fn a_document_is_never_replaced_by_an_older_one(index: TestIndex) {
        let engine = index.index().engine();
        engine.apply(Target::Live, vec![upsert(at(5, "new"))]).await.unwrap();
        engine.apply(Target::Live, vec![upsert(at(4, "old")), upsert(at(3, "older"))]).await.unwrap();
        commit(index.index(), 1).await;
        engine.apply(Target::Live, vec![upsert(at(4, "old"))]).await.unwrap();
        commit(index.index(), 2).await;
        assert_eq!(found(index.index(), &asking("new")).await, [1]);
        assert!(found(index.index(), &asking("old")).await.is_empty());
        // Of the same revision: written again.
        engine.apply(Target::Live, vec![upsert(at(5, "newest"))]).await.unwrap();
        commit(index.index(), 3).await;
        assert_eq!(found(index.index(), &asking("newest")).await, [1]);
        assert_eq!(engine.count(Target::Live).await.unwrap(), 1);
    }

    async fn a_deletion_is_not_undone_by_an_older_document(index: TestIndex) {
        let engine = index.index().engine();
        engine.apply(Target::Live, vec![upsert(at(5, "lamp"))]).await.unwrap();
        commit(index.index(), 1).await;
        engine.apply(Target::Live, vec![delete(1, 7)]).await.unwrap();
        commit(index.index(), 2).await;
        engine.apply(Target::Live, vec![upsert(at(6, "lamp"))]).await.unwrap();
        commit(index.index(), 3).await;
        assert!(found(index.index(), &request()).await.is_empty());
        assert_eq!(engine.count(Target::Live).await.unwrap(), 0);
        assert!(engine.entries(Target::Live, None, 10).await.unwrap().is_empty());
        engine.forget_deletions(Target::Live, Revision(7)).await.unwrap();
        commit(index.index(), 4).await;
        engine.apply(Target::Live, vec![upsert(at(9, "lamp"))]).await.unwrap();
        commit(index.index(), 5).await;
        assert_eq!(found(index.index(), &request()).await, [1]);
    }

    async fn a_position_is_what_was_committed_and_never_goes_back(index: TestIndex) {
        let engine = index.index().engine();
        let new = engine.state().await.unwrap().unwrap();
        assert_eq!((new.position, new.indexed_at), (Position(0), None));
        commit(index.index(), 12).await;
        commit(index.index(), 7).await;
        let state = engine.state().await.unwrap().unwrap();
        assert_eq!((state.position, state.indexed_at), (Position(12), Some(now())));
        fill(index.index(), [product(1, "lamp")]).await;
        let answer = index.index().search(&request()).await.unwrap();
        assert_eq!(answer.state, engine.state().await.unwrap().unwrap());
    }

    async fn entries_are_walked_through_in_the_order_of_ids(index: TestIndex) {
        let shop: Vec<ProductDocument> = (1..=25).map(|number| product(number, "lamp")).collect();
        for part in shop.chunks(7) {
            fill(index.index(), part.to_vec()).await;
        }
        fill(index.index(), [ProductDocument { revision: Revision(2), ..product(3, "mug") }]).await;
        let mut walked = Vec::new();
        let mut after = None;
        loop {
            let page = index.index().engine().entries(Target::Live, after, 4).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            walked.extend(page);
        }
        let ids: Vec<u128> = walked.iter().map(|entry| entry.id.uuid().as_u128()).collect();
        assert_eq!(ids, (1..=25).collect::<Vec<u128>>());
        assert_eq!(walked[0].hash, shop[0].content_hash());
        assert_eq!(walked[2].revision, Revision(2));
        assert_eq!(walked[2].hash, product(3, "mug").content_hash());
    }
}
