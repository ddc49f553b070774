//! Leases: one holder at a time, and another after it has been silent.

use std::time::Duration;

use testkit::on_each_database;

const LONG: Duration = Duration::from_secs(600);

on_each_database! {
    async fn one_holds_it_until_it_is_given_up(database: TestDatabase) {
        let store = database.store().await;
        let first = store.lease("index", "a", LONG).await.unwrap().unwrap();
        assert_eq!(store.lease("index", "b", LONG).await.unwrap(), None);
        assert!(store.lease("another", "b", LONG).await.unwrap().is_some());
        // Holding it on is no new beginning.
        assert_eq!(store.lease("index", "a", LONG).await.unwrap(), Some(first.clone()));
        store.end_lease(&first).await.unwrap();
        let second = store.lease("index", "b", LONG).await.unwrap().unwrap();
        assert!(second.token > first.token);
        // Who has lost it can't end it for the other.
        store.end_lease(&first).await.unwrap();
        assert_eq!(store.lease("index", "a", LONG).await.unwrap(), None);
    }

    async fn another_takes_over_from_one_who_is_silent(database: TestDatabase) {
        let store = database.store().await;
        let first = store.lease("index", "a", LONG).await.unwrap().unwrap();
        database.execute("UPDATE lease SET expires_at = expires_at - 700000000").await.unwrap();
        let second = store.lease("index", "b", LONG).await.unwrap().unwrap();
        assert_eq!((second.holder.as_str(), second.token), ("b", first.token + 1));
        assert_eq!(store.lease("index", "a", LONG).await.unwrap(), None);
    }

    async fn of_many_who_ask_at_once_one_gets_it(database: TestDatabase) {
        let store = database.store().await;
        let asking = (0..8).map(|number| {
            let store = store.clone();
            tokio::spawn(async move { store.lease("index", &format!("h{number}"), LONG).await.unwrap() })
        });
        let mut held = 0;
        for asked in asking.collect::<Vec<_>>() {
            held += usize::from(asked.await.unwrap().is_some());
        }
        assert_eq!(held, 1);
    }
}
