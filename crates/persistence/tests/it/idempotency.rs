//! A mutation that is sent twice is done once, on one node or on several.

use std::time::Duration;

use persistence::{Actor, IdempotencyKey, ProductChange, Remembered, Store};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{code, price_list, product},
    whole::refusal,
};

const INPUT: [u8; 32] = [7; 32];

fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::parse(text).unwrap()
}

async fn asked(store: &Store, actor: &Actor, mutation: &str, input: &[u8; 32]) -> Remembered {
    let mut transaction = store.begin(actor).await.unwrap();
    transaction
        .answer_for(&key("k"), mutation, input)
        .await
        .unwrap()
}

/// Makes the product `A` under the key `k`, unless that was done.
async fn make(store: &Store, pause: Duration) -> String {
    let mut transaction = store.begin(&Actor::command_line()).await.unwrap();
    match transaction
        .answer_for(&key("k"), "productCreate", &INPUT)
        .await
        .unwrap()
    {
        Remembered::Same(answer) => return answer,
        Remembered::Other => panic!("the key is of the same input"),
        Remembered::New => {}
    }
    tokio::time::sleep(pause).await;
    transaction
        .save_products(vec![ProductChange {
            before: None,
            after: product("A"),
        }])
        .await
        .unwrap();
    transaction
        .remember(&key("k"), "productCreate", &INPUT, "made")
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    String::from("made")
}

on_each_database! {
    async fn an_answer_is_remembered_for_its_actor_mutation_and_input(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let actor = Actor::api_key("shop");
        let mut transaction = shop.store.begin(&actor).await.unwrap();
        assert_eq!(transaction.answer_for(&key("k"), "productCreate", &INPUT).await.unwrap(), Remembered::New);
        transaction.remember(&key("k"), "productCreate", &INPUT, r#"{"é":1}"#).await.unwrap();
        transaction.commit().await.unwrap();
        // Another store is what another node is, or this one after a restart.
        let other = shop.database.store().await;
        assert_eq!(asked(&other, &actor, "productCreate", &INPUT).await, Remembered::Same(String::from(r#"{"é":1}"#)));
        assert_eq!(asked(&other, &actor, "productCreate", &[8; 32]).await, Remembered::Other);
        assert_eq!(asked(&other, &actor, "productDelete", &INPUT).await, Remembered::Other);
        assert_eq!(asked(&other, &Actor::api_key("other"), "productCreate", &INPUT).await, Remembered::New);
    }

    async fn what_was_not_committed_is_not_remembered(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut transaction = shop.begin().await;
        transaction.answer_for(&key("k"), "productCreate", &INPUT).await.unwrap();
        transaction.remember(&key("k"), "productCreate", &INPUT, "made").await.unwrap();
        transaction.rollback().await.unwrap();
        assert_eq!(asked(&shop.store, &Actor::command_line(), "productCreate", &INPUT).await, Remembered::New);
    }

    async fn twins_at_once_do_it_once(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut twins = Vec::new();
        for _ in 0..6 {
            let store = shop.database.store().await;
            twins.push(tokio::spawn(async move { make(&store, Duration::from_millis(100)).await }));
        }
        for twin in twins {
            assert_eq!(twin.await.unwrap(), "made");
        }
        assert_eq!(shop.counted("product").await, 1);
        assert_eq!(shop.database.column("SELECT count(*) FROM outbox WHERE kind = 'product'").await, ["1"]);
    }

    async fn the_twin_of_one_that_failed_does_it(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut first = shop.begin().await;
        first.answer_for(&key("k"), "productCreate", &INPUT).await.unwrap();
        let store = shop.database.store().await;
        let twin = tokio::spawn(async move { make(&store, Duration::ZERO).await });
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(!twin.is_finished(), "it waits for the first");
        drop(first);
        assert_eq!(twin.await.unwrap(), "made");
        assert_eq!(shop.counted("product").await, 1);
    }

    async fn a_refusal_is_remembered_without_what_it_undid(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save([product("A")]).await;
        let mut transaction = shop.begin().await;
        transaction.answer_for(&key("k"), "bulk", &INPUT).await.unwrap();
        let begun = transaction.savepoint().await.unwrap();
        let list = persistence::Change { before: None, after: price_list("new") };
        transaction.save_price_lists(vec![list]).await.unwrap();
        let twice = vec![ProductChange { before: None, after: product("A") }];
        refusal(transaction.save_products(twice).await);
        transaction.undo_to(&begun).await.unwrap();
        transaction.remember(&key("k"), "bulk", &INPUT, "the code is taken").await.unwrap();
        transaction.commit().await.unwrap();
        assert!(shop.reference().await.price_lists.is_empty());
        assert_eq!(shop.stored("A").await.value.code, code("A"));
        let again = asked(&shop.store, &Actor::command_line(), "bulk", &INPUT).await;
        assert_eq!(again, Remembered::Same(String::from("the code is taken")));
    }

    async fn old_answers_are_swept(database: TestDatabase) {
        let shop = Shop::open(database).await;
        make(&shop.store, Duration::ZERO).await;
        let then = shop.database.now();
        assert_eq!(shop.store.sweep_idempotency(then).await.unwrap(), 0);
        shop.database.clock().advance(chrono::TimeDelta::hours(24));
        assert_eq!(shop.store.sweep_idempotency(shop.database.now()).await.unwrap(), 1);
        assert_eq!(asked(&shop.store, &Actor::command_line(), "productCreate", &INPUT).await, Remembered::New);
    }
}
