//! What is asked again gives what it would give if nobody had asked before.

use search::{
    Index,
    hits::Position,
    index::{Change, Target},
    query::{Condition, Filter, SearchRequest},
};

use crate::{
    filters::{agree, block_on, for_any_request, generated_shop},
    fixture::{
        amount, commit, delete, fill, found, moment, now, price, product, request, revised, upsert,
    },
};

/// Between these, prices and publications of the generated shop begin and end; some are the very moments when they do.
const MOMENTS: [&str; 7] = [
    "2026-10-01T00:00:00Z",
    "2026-11-26T11:59:59.999999Z",
    "2026-11-26T12:00:00Z",
    "2026-11-30T00:00:00Z",
    "2026-12-01T00:00:00Z",
    "2026-12-05T00:00:00Z",
    "2026-11-01T00:00:00Z",
];

/// Those for at most 10.00.
fn cheap() -> SearchRequest {
    let max = Some(amount("10"));
    SearchRequest {
        filter: Filter::Is(Condition::Price { min: None, max }),
        ..request()
    }
}

async fn apply(index: &Index, change: Change, position: u64) {
    let applied = index.engine().apply(Target::Live, vec![change]).await;
    applied.unwrap();
    commit(index, position).await;
}

testkit::on_each_index! {
    async fn a_search_is_right_at_every_moment_however_often_it_was_asked(index: TestIndex) {
        let shop = generated_shop();
        fill(index.index(), shop.clone()).await;
        for_any_request(8, |mut asked| {
            for at in MOMENTS.into_iter().chain(MOMENTS) {
                asked.context.at = moment(at);
                block_on(agree(index.index(), &shop, &asked));
            }
        });
    }

    async fn a_search_that_was_asked_before_a_change_tells_the_change(index: TestIndex) {
        let index = index.index();
        fill(index, [product(1, "Lamp")]).await;
        assert_eq!(found(index, &cheap()).await, [1]);

        apply(index, upsert(product(2, "Lamp")), 2).await;
        assert_eq!(found(index, &cheap()).await, [2, 1]);
        let answer = index.search(&cheap()).await.unwrap();
        assert_eq!(answer.state.position, Position(2));

        let mut dearer = revised(product(1, "Lamp"), 2);
        dearer.variants[0].prices = vec![price("11")];
        apply(index, upsert(dearer), 3).await;
        assert_eq!(found(index, &cheap()).await, [2]);

        apply(index, delete(2, 2), 4).await;
        assert!(found(index, &cheap()).await.is_empty());
        // Nothing that is found has changed, but how far the index has come.
        commit(index, 5).await;
        let answer = index.search(&cheap()).await.unwrap();
        assert_eq!(answer.state.position, Position(5));
    }

    async fn a_search_that_was_asked_of_another_generation_is_asked_anew(index: TestIndex) {
        let index = index.index();
        fill(index, [product(1, "Lamp")]).await;
        assert_eq!(found(index, &cheap()).await, [1]);
        let engine = index.engine();
        engine.begin_aside().await.unwrap();
        let built = vec![upsert(product(2, "Lamp"))];
        engine.apply(Target::Aside, built).await.unwrap();
        engine.commit(Target::Aside, Position(2), now()).await.unwrap();
        engine.swap().await.unwrap();
        assert_eq!(found(index, &cheap()).await, [2]);
        engine.rollback().await.unwrap();
        assert_eq!(found(index, &cheap()).await, [1]);
    }
}
